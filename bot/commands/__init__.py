"""One module a command; each has a Typer `app`. bot/cli.py finds them by name."""
