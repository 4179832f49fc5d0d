"""What is fast enough and right often enough, measured: `make bench`."""
