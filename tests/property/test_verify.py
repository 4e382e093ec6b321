"""Nothing verifies that the article does not quote; everything that it quotes does, in any typography."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.quotes.verify import verify
from bot.model import AnnotatedArticle, Article, Quote, QuoteKind, Span
from tests.fakes.articles import article, english

WORDS = (
    "the harbour was never safe and we will not open it before 2031 because costs rose 3.5 percent "
    "to $40 a day it's a well-kept secret nobody asked us don't call them heroes yet U.S. crews left "
    "win unwinnable fights of office officers 12 120 re-elected elected"
).split()
NARRATION = "Reporters watched the tide while officials read from papers that few could hear"


def made(random_: random.Random) -> AnnotatedArticle:
    """An article of quotes between narration, with the spans that an engine would find."""
    text, spans = "", []
    for _ in range(random_.randint(2, 5)):
        text += NARRATION + ". "
        words = " ".join(random_.choices(WORDS, k=random_.randint(4, 14)))
        opening, closing = tuple(random_.choice(["“”", '""', "«»"]))
        text += opening
        spans.append(Span(len(text), len(text) + len(words)))
        text += words + closing + ", said Ida Quist. "
    page = article(text)
    return AnnotatedArticle(page, tuple(Quote(page, (span,), QuoteKind.QUOTE) for span in spans))


def plain_words(text: str) -> list[str]:
    text = text.replace("’", "'").replace("‘", "'").lower()
    return re.findall(r"[$#]?\w+(?:['.-]\w+)*%?", text)


def typographies(words: str) -> Iterator[str]:
    yield words
    yield words.upper()
    yield words.replace("'", "’")
    yield words.replace(" ", "\u00a0")
    yield words.replace(" ", "  \n")
    yield f"“{words},”"
    yield f'"{words}."'


def changes(words: list[str], read: AnnotatedArticle, random_: random.Random) -> Iterator[str]:
    """Claims that say something else than these words."""
    at = random_.randrange(len(words))
    yield " ".join([*words[:at], random_.choice(["perhaps", "seven", "gladly"]), *words[at + 1 :]])
    yield " ".join(word for word in words if word not in ("not", "never", "don't", "nobody"))
    yield " ".join(word[::-1] if any(c.isdigit() for c in word) else word for word in words)
    yield " ".join([*words[:-1], words[-1][:-1]])
    yield " ".join([words[0][1:], *words[1:]])
    yield " ".join([*words[:at], f"[{words[at]}]", *words[at + 1 :]])
    other = random_.choice(read.quotes)
    yield " ".join(words) + " " + other.text
    yield " ".join(words) + " … " + other.text
    yield " ".join(random_.sample(words, len(words)))
    yield NARRATION
    yield " ".join(words) + "” said Ida Quist"


def holds(claimed: str, found: Quote | None, read: AnnotatedArticle) -> bool:
    """Whether what was found, if anything, is what was claimed, and is the article's own within one quote."""
    if found is None:
        return True
    inside = any(all(one.spans[0].covers(span) for span in found.spans) for one in read.quotes)
    return inside and plain_words(found.text) == plain_words(claimed)


@settings(max_examples=250, deadline=None)
@given(st.randoms(use_true_random=False))
def test_no_changed_claim_verifies(random_: random.Random) -> None:
    read = made(random_)
    for quote in read.quotes:
        for claimed in changes(quote.text.split(), read, random_):
            assert holds(claimed, verify(claimed, read, english()), read), claimed


@settings(max_examples=250, deadline=None)
@given(st.randoms(use_true_random=False))
def test_every_true_quote_verifies_in_any_typography(random_: random.Random) -> None:
    read = made(random_)
    for quote in read.quotes:
        words = quote.text.split()
        start = random_.randrange(len(words) - 1)
        end = random_.randrange(start + 2, len(words) + 1)
        for claimed in typographies(" ".join(words[start:end])):
            found = verify(claimed, read, english())
            assert found is not None, claimed
            assert plain_words(found.text) == plain_words(" ".join(words[start:end]))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60), st.text(max_size=200))
def test_any_text_may_be_claimed_of_any_article(claimed: str, text: str) -> None:
    page: Article = article(text or "x")
    read = AnnotatedArticle(page, (Quote(page, (Span(0, len(page.text)),), QuoteKind.QUOTE),))
    found = verify(claimed, read, english())
    assert found is None or all(page.words(span) in page.text for span in found.spans)
