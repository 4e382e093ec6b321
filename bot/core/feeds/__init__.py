"""Feeds: from bytes to entries, and what to do with them; nothing here talks to anyone."""
