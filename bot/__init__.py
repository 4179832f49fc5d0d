"""Puts everything together and keeps it running."""

import os

# python-telegram-bot's coming behaviour: durations are timedelta
os.environ.setdefault("PTB_TIMEDELTA", "true")
