"""The use cases: each reads top to bottom, sees ports and core, never a door."""
