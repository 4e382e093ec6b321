"""Filters: what a channel leaves out or alone wants to hear, checked as it is typed, then sifted with."""

from bot.core.filters.check import KINDS, filter_of
from bot.core.filters.sieve import Sieve, mutes, sift

__all__ = ["KINDS", "Sieve", "filter_of", "mutes", "sift"]
