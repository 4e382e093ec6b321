"""No note without a real change, and no words in a note that do not stand in the newest version."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.quotes.corrections import correction
from bot.model import AnnotatedArticle, Article, Change, Quote, QuoteKind, Span
from tests.fakes.articles import WHEN, english

URL = "https://example.test/page"
WORDS = (
    "the harbour was never safe and we will not open it before 2031 because costs rose 3.5 percent "
    "to $40 a day it's a well-kept secret nobody asked us don't call them heroes yet U.S. crews left"
).split()
NARRATION = "Reporters watched the tide while officials read from papers that few could hear."
MARKS = ("“”", '""', "«»", "„“", "‘’")
PEOPLE = ("Ida Quist", "Tom Aubert", "Rui Costa")

Said = tuple[str, str]


def page(said: list[Said], marks: str, narration: list[str], captured: int) -> AnnotatedArticle:
    """An article of quotes between narration, with the spans and speakers that an engine would find."""
    text, found = "", []
    opening, closing = marks[0], marks[1]
    for between, (words, speaker) in zip(narration, said, strict=True):
        text += f"{between}\n\n{opening}"
        found.append((Span(len(text), len(text) + len(words)), speaker))
        text += f"{words}{closing} said {speaker}.\n\n"
    at = WHEN + timedelta(hours=captured)
    article = Article(Article.id_for(URL, text), URL, "The Example", "A headline", text, at)
    return AnnotatedArticle(
        article, tuple(Quote(article, (span,), QuoteKind.QUOTE, speaker) for span, speaker in found)
    )


def a_quote(random_: random.Random) -> Said:
    return " ".join(random_.choices(WORDS, k=random_.randint(3, 14))), random_.choice(PEOPLE)


def typography(random_: random.Random, words: str) -> str:
    changes: tuple[Callable[[str], str], ...] = (
        lambda text: text.replace("'", "’"),
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text.replace(" ", "  "),
        lambda text: f"{text},",
        lambda text: f"{text}.",
        lambda text: text.replace("-", "\u2010"),
        lambda text: text.replace(" and ", ", and "),
        lambda text: text[0].upper() + text[1:],
    )
    for change in random_.sample(changes, 3):
        words = change(words)
    return words


def plain(words: str) -> list[str]:
    folded = words.lower().replace("’", "'").replace("\u2010", "-").replace("\u00a0", " ")
    return re.findall(r"\$?\w+(?:['.-]\w+)*", folded)


@settings(max_examples=150, deadline=None)
@given(st.randoms(use_true_random=False))
def test_typography_and_all_that_is_around_are_no_correction(random_: random.Random) -> None:
    said = [a_quote(random_) for _ in range(random_.randint(1, 4))]
    before = page(said, random_.choice(MARKS), [NARRATION] * len(said), 0)
    again = [(typography(random_, words), speaker) for words, speaker in said]
    more = [a_quote(random_) for _ in range(random_.randint(0, 2))]
    mixed = random_.sample([*again, *more], len(again) + len(more))
    around = [random_.choice((NARRATION, "It rained.", "Nobody came.")) for _ in mixed]
    after = page(mixed, random_.choice(MARKS), around, 1)
    for quote in before.quotes:
        assert correction(quote, before, after, english()) is None


@settings(max_examples=150, deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_note_is_about_a_real_change_in_the_newest_versions_words(random_: random.Random) -> None:
    said = [a_quote(random_) for _ in range(random_.randint(1, 4))]
    before = page(said, "“”", [NARRATION] * len(said), 0)
    changed: list[Said] = []
    for words, speaker in said:
        run = words.split()
        run[random_.randrange(len(run))] = random_.choice(WORDS)
        kept = random_.random() < 0.4
        other = speaker if random_.random() < 0.6 else random_.choice(PEOPLE)
        if random_.random() < 0.8:
            changed.append((words if kept else " ".join(run), other))
    changed = changed or [a_quote(random_)]
    after = page(changed, "“”", [NARRATION] * len(changed), 1)
    if before.article == after.article:
        return
    for quote in before.quotes:
        found = correction(quote, before, after, english())
        if found is None:
            continue
        assert found.article == after.article
        holding = [one for one in after.quotes if " ".join(plain(quote.text)) in " ".join(plain(one.text))]
        if found.change is Change.SPEAKER:
            assert found.now in holding
            assert quote.speaker not in {one.speaker for one in holding}
        else:
            assert quote.text not in {one.text for one in after.quotes}
        if found.now:
            assert found.now in after.quotes
        assert correction(quote, before, after, english(), found) is found
