"""The store: every value that outlives a call, in one SQL database."""

from bot.adapters.store.backup import backup, restore
from bot.adapters.store.copying import copy
from bot.adapters.store.places import check_place, held
from bot.adapters.store.store import SqlStore, migrate, open_store

__all__ = ["SqlStore", "backup", "check_place", "copy", "held", "migrate", "open_store", "restore"]
