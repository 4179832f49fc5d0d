"""Reading clerks' tallies (收缴情况): free words to booked figures, and checking them.

A message passes through tables.py (pasted tables) or tokens.py → repairs.py → segments.py → intents.py →
frames.py → entries.py; reader.py puts them in order. checks.py compares what was read with fees and the ledger.
Word lists are YAML beside the modules.
"""
