from __future__ import annotations

from bot.core.briefing import extractive
from bot.core.briefing.choose import MOST, READING_WORDS
from bot.core.briefing.prompt import Passed, passed, shortened, written_briefing
from bot.core.reading.text import words
from bot.model import Briefing, Bullet, Checked, Cite, Draft, DraftBullet, Span, Story, Tally
from tests.fakes.stories import BRIDGE, BRIDGE_AGAIN

STORY = Story((BRIDGE, BRIDGE_AGAIN))


def plain() -> Briefing:
    made = extractive.brief(STORY)
    assert made is not None
    return made


def bullet(text: str) -> Bullet:
    return Bullet(text, (Cite(BRIDGE.article, Span(0, 10)),))


def draft(count: int) -> Draft:
    return Draft(tuple(DraftBullet(f"Draft {number}.", (1,)) for number in range(count)))


FERRY, BRIDGE_SHUT, CARS = (
    bullet("Ferries carry passengers free of charge."),
    bullet("Engineers closed the bridge after they found cracks."),
    bullet("About 40,000 cars cross it on working days."),
)


def test_a_repair_takes_the_place_of_what_was_rejected() -> None:
    first, second = Checked((None, FERRY, None)), Checked((BRIDGE_SHUT, None))
    found = passed(draft(3), first, second)
    assert found.bullets == (BRIDGE_SHUT, FERRY)
    assert found.tally == Tally(bullets=2, repaired=1, cut=1)


def test_without_a_repair_what_was_rejected_is_cut() -> None:
    assert passed(draft(2), Checked((None, CARS))).tally == Tally(1, 0, 1)


def test_a_repair_that_says_what_another_bullet_says_is_cut() -> None:
    found = passed(draft(2), Checked((FERRY, None)), Checked((bullet("Free ferries carry the passengers."),)))
    assert found.bullets == (FERRY,)
    assert found.tally == Tally(1, 0, 1)


def test_a_repair_of_too_few_or_too_many_bullets_does_no_harm() -> None:
    assert passed(draft(2), Checked((None, None)), Checked(())).bullets == ()
    assert passed(draft(1), Checked((None,)), Checked((FERRY, CARS))).bullets == (FERRY,)


def test_a_draft_is_cut_to_the_bullets_that_a_briefing_shows() -> None:
    assert shortened(draft(9)).bullets == draft(MOST).bullets


def test_the_briefing_keeps_the_story_and_is_no_longer_than_any() -> None:
    long = tuple(bullet(f"Number {number} has {' '.join(['word'] * 30)} {number}.") for number in range(4))
    made = written_briefing(plain(), Passed(long, BRIDGE.quotes, "A headline", Tally(4)), "briefing@1, model")
    assert made is not None
    assert (made.story, made.headline, made.writer) == (STORY, "A headline", "briefing@1, model")
    length = sum(len(words(one.text)) for one in (*made.bullets, *made.quotes))
    assert length <= READING_WORDS
    assert made.tally == Tally(len(made.bullets))


def test_the_first_bullet_is_printed_however_long() -> None:
    long = bullet(" ".join(["word"] * 120) + ".")
    made = written_briefing(plain(), Passed((long, FERRY), (), None, Tally(2)), "w")
    assert made is not None
    assert (made.bullets, made.quotes, made.headline) == ((long,), (), plain().headline)


def test_without_a_bullet_there_is_no_briefing() -> None:
    assert written_briefing(plain(), Passed((), BRIDGE.quotes, "A headline", Tally(0, 0, 3)), "w") is None


def test_quotes_that_were_asked_for_are_printed_and_else_the_best() -> None:
    asked = written_briefing(plain(), Passed((FERRY,), BRIDGE.quotes[2:], None, Tally(1)), "w")
    chosen = written_briefing(plain(), Passed((FERRY,), (), None, Tally(1)), "w")
    assert asked is not None
    assert chosen is not None
    assert asked.quotes == BRIDGE.quotes[2:]
    assert chosen.quotes
