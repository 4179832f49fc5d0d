"""Broadcasts (群发): to whom, what, how careful, and how far."""
