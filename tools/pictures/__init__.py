"""Draws chat messages of ours, from the JSON that a platform is sent, for the pages in docs/."""
