"""What falls due with time, a module for each matter; bot/scheduler.py runs them."""
