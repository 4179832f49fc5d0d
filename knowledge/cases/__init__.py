"""Cases (办件): a resident's problem on its way to being solved. Pure: values in, values out, time given."""
