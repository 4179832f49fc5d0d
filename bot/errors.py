"""What stops a command at its start.

BotError            one clear line, exit code 2
├── BadSettings     a setting is missing or wrong
└── BadInput        an argument or a file given by the user cannot be used
"""

from __future__ import annotations


class BotError(Exception):
    """Base: the text is one clear line for the person at the keyboard."""


class BadSettings(BotError):
    """A setting (environment or .env) cannot be used."""


class BadInput(BotError):
    """What the user gave cannot be used."""
