"""Spreadsheets as people send them: opened safely, read as rows of text; and workbooks written for them."""
