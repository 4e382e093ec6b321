"""The door to the web: conditional GET within caps on bytes, time and redirects, and a guard.

The guard stands where sockets are made, so it sees the address really connected to: of literal
addresses, of names that resolve or re-resolve to private ones, and of every redirect.
"""

from bot.adapters.fetch.client import HttpFetcher

__all__ = ["HttpFetcher"]
