"""A local Bot API server: a small Telegram for the demo page, for tests and for other bots. See README.md."""
