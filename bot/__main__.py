"""`python -m bot` is `canbao`."""

from bot.cli import main

main()
