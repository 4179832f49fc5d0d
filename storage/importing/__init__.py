"""Lists into the database: what a file holds (preview), then all of it in one transaction, or nothing."""
