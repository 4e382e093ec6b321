from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

from bot.core.briefing.extractive import brief
from bot.core.outline.pages import REMEMBERED, DigestPages
from bot.model import Briefing, Digest, Edition, Outline
from tests.fakes.stories import BRIDGE, STRIKE, story

MADE = datetime(2026, 3, 2, 8, tzinfo=UTC)


def digest(name: str, *briefings: Briefing, day: int = 2) -> Digest:
    return Digest(name, Edition(f"order of {name}", date(2026, 3, day), time(8)), MADE, briefings)


def briefing(outlet: str = "") -> Briefing:
    read = replace(BRIDGE, article=replace(BRIDGE.article, outlet=outlet)) if outlet else BRIDGE
    found = brief(story(read))
    assert found is not None
    return found


class Counted:
    """A platform of one message, that counts how often it is asked to cut one."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, outline: Outline) -> list[Outline]:
        self.times += 1
        return [outline]


def test_what_two_orders_are_sent_alike_is_laid_out_once_and_has_keys_of_its_own() -> None:
    cut = Counted()
    pages, made = DigestPages("test", cut), digest("one", briefing())
    (one,) = pages.parts(made)
    (other,) = pages.parts(replace(made, id="other", edition=replace(made.edition, subscription="other")))
    assert one.outline is other.outline
    assert one.key != other.key
    assert cut.times == 1


def test_another_day_and_another_name_of_an_outlet_are_laid_out_anew() -> None:
    cut = Counted()
    pages = DigestPages("test", cut)
    pages.parts(digest("one", briefing()))
    pages.parts(digest("two", briefing(), day=3))
    (renamed,) = pages.parts(digest("three", briefing("Der Hafenbote")))
    assert "Der Hafenbote" in str(renamed.outline)
    assert cut.times == 3


def test_other_headlines_in_brief_are_laid_out_anew() -> None:
    cut = Counted()
    pages, made = DigestPages("test", cut), digest("one", briefing())
    (plain,) = pages.parts(made)
    (with_one,) = pages.parts(replace(made, in_brief=(STRIKE.article,)))
    (renamed,) = pages.parts(replace(made, in_brief=(replace(STRIKE.article, outlet="Der Bote"),)))
    assert len(with_one.outline.sections) == len(plain.outline.sections) + 1
    assert "Der Bote" in str(renamed.outline.sections[-1])
    assert cut.times == 3


def test_so_many_are_held_and_no_more() -> None:
    cut = Counted()
    pages = DigestPages("test", cut)
    first = digest("first", briefing())
    pages.parts(first)
    for number in range(REMEMBERED):
        pages.parts(digest(str(number), briefing()))
    pages.parts(first)
    assert cut.times == REMEMBERED + 2
