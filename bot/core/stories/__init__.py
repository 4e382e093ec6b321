"""Articles to stories: which belong to one event, and which story leads."""
