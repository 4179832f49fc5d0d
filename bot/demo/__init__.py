"""`canbao demo`: a place, its people and the unchanged bot in one process."""
