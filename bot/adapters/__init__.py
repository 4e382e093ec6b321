"""The doors: each talks to one kind of thing outside, and translates its failures once."""
