"""Deadline reminders (催缴提醒): who is reminded of what on which morning, and in which words."""
