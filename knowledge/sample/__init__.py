"""A sample township: invented people in the pack's villages, payments in progress, a messy list to try the import on."""
