"""Spreadsheets for the township, the same from /export and from `canbao export`."""
