"""Four invented outlets and their articles, served on loopback as real feeds and pages.

Places, people and events are made up. Times are counted back from the start, so the news is fresh.
"""

from bot.adapters.sample.outlets import OUTLETS, Outlet, feeds, is_sample
from bot.adapters.sample.server import sample_app

__all__ = ["OUTLETS", "Outlet", "feeds", "is_sample", "sample_app"]
