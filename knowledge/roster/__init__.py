"""Reading the lists that townships keep (花名册, 缴费明细): headers, numbers, names, words. Pure: text in, values out."""
