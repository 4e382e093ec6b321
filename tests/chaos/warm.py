"""What the process that programs are forked from does once: import everything and read one article."""

from datetime import UTC, datetime

from bot.adapters.lexicons import lexicons
from bot.core.extract import read_page
from bot.core.quotes import find_quotes
from bot.core.reading.language import lexicon_for
from bot.model import Article
from tests.chaos import program
from tests.fakes import outlet
from tests.fakes.outlet import BRIDGE

URL = "http://127.0.0.1/bridge"
_page = read_page(outlet.page("Aldmouth bridge closes", BRIDGE).encode(), URL, "utf-8")
assert _page
_article = Article(
    URL, URL, "Post", "Aldmouth bridge closes", _page.text, captured=datetime(2026, 1, 1, tzinfo=UTC)
)
find_quotes(_article, lexicon_for(_article, lexicons()))

__all__ = ["program"]
