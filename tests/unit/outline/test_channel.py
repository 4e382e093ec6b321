from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.core import outline
from bot.core.briefing.extractive import brief
from bot.core.outline import texts
from bot.core.stories.rank import rank
from bot.model import (
    Actor,
    Channel,
    ChannelPreferences,
    Digest,
    Edition,
    Filter,
    FilterKind,
    Heading,
    LeftOut,
    Outline,
    Paragraph,
    Place,
    Story,
    StoryStatus,
    Table,
    Topic,
)
from tests.fakes.stories import BRIDGE, BRIDGE_AGAIN, MORNING, OTHER_STRIKE, STRIKE, story

NOW = MORNING + timedelta(hours=6)
EDITION = Edition("morning", date(2026, 3, 2), time(8))
STRIKES = (LeftOut(story(STRIKE), "muted: pay"), LeftOut(story(OTHER_STRIKE), "below the cut: one outlet"))


def digest(*left_out: LeftOut) -> Digest:
    briefing = brief(story(BRIDGE, BRIDGE_AGAIN))
    assert briefing is not None
    return Digest("d", EDITION, NOW, (briefing,), left_out)


def lines(made: Outline) -> list[str]:
    blocks = [block for section in made.sections for block in section.blocks]
    return [block.text for block in blocks if isinstance(block, Heading | Paragraph)]


def stories_of(made: Digest) -> list[Story]:
    return [one.story for one in made.briefings] + [one.story for one in made.left_out]


def why(about: str = "") -> Outline:
    made = digest(*STRIKES)
    return outline.of_why(made, rank(stories_of(made), NOW), about)


def table(made: Outline) -> Table:
    ((block,),) = [section.blocks for section in made.sections]
    assert isinstance(block, Table)
    return block


def test_a_dry_run_is_the_digest_in_a_line_and_a_line_for_each_story_left_out() -> None:
    made = outline.of_dry_run(digest(*STRIKES))
    assert made.lead == "Today’s digest would be: Aldmouth bridge closes after cracks are found. Left out:"
    assert lines(made) == [
        "Teachers in Norland vote to strike over pay (muted: pay)",
        "Bus drivers in Southmark call off strike (below the cut: one outlet)",
    ]
    assert outline.of_dry_run(digest()).lead.endswith("found. Nothing was left out.")
    assert outline.of_dry_run(Digest("d", EDITION, NOW, ())).lead == (
        "Today’s digest would be: nothing. Nothing was left out."
    )


def test_why_tells_each_place_with_its_reasons_and_what_is_left_out() -> None:
    assert lines(why()) == [
        "In the next digest",
        f"1. {BRIDGE.article.headline} (2 independent outlets, 4 hours old)",
        "Left out",
        "Teachers in Norland vote to strike over pay (muted: pay; 1 independent outlet, 5 hours old)",
        "Bus drivers in Southmark call off strike (below the cut: one outlet; 1 independent outlet, 2 hours old)",
    ]


@pytest.mark.parametrize("status", [StoryStatus.DEVELOPING, StoryStatus.CORRECTED])
def test_why_says_first_that_a_told_story_goes_on_or_was_corrected(status: StoryStatus) -> None:
    made = digest()
    made = replace(made, briefings=tuple(replace(each, status=status) for each in made.briefings))
    (_, line) = lines(outline.of_why(made, rank([one.story for one in made.briefings], NOW)))
    assert line.startswith(f"1. {BRIDGE.article.headline} ({status} since it was posted here; 2 independent")


def test_why_with_words_tells_of_the_stories_that_hold_them_all() -> None:
    assert lines(why("SOUTHMARK drivers"))[1:] == [
        "Bus drivers in Southmark call off strike (below the cut: one outlet; 1 independent outlet, 2 hours old)"
    ]
    assert why("zebra").lead == "No story of the last two days holds “zebra”."
    assert why("zebra").sections == why("!").sections == ()


def test_why_without_words_stays_short() -> None:
    made = digest(*STRIKES * 15)
    shown = outline.of_why(made, rank(stories_of(made), NOW))
    assert len(lines(shown)) == 2 + 1 + 20
    assert shown.footer == "and 10 more"


def test_filters_are_numbered_and_a_long_list_is_cut() -> None:
    made = outline.of_filters([Filter(FilterKind.WORDS, "pay"), Filter(FilterKind.LANGUAGE, "en", True)])
    assert table(made).rows == (("1", "leave out", "words", "pay"), ("2", "only", "language", "en"))
    many = outline.of_filters([Filter(FilterKind.WORDS, f"w{number}") for number in range(120)])
    assert (many.title, len(table(many).rows), many.footer) == ("120 filters", 100, "and 20 more")
    assert outline.of_filters([]).lead.startswith("Nothing is filtered here.")


def test_topics_show_what_they_look_for_and_which_lead() -> None:
    pay, port = Topic("Pay", words=("pay", "wage")), Topic("Port", words=tuple("abcdefgh"), language="en")
    assert table(outline.of_topics([pay, port], [pay])).rows == (
        ("Pay", "yes", "pay, wage"),
        ("Port", "", "a, b, c, d, e, f and 3 more"),
    )
    assert outline.of_topics([], []).lead.startswith("No topics yet.")


def test_why_says_when_there_is_nothing_to_tell() -> None:
    made = outline.of_why(Digest("d", EDITION, NOW, (), STRIKES), rank([one.story for one in STRIKES], NOW))
    assert made.lead == (
        "Nothing passes what this channel filters: 1 story left out (1 muted: pay)."
        " See its filters with: /news filters"
    )
    assert lines(made)[0] == "Left out"
    assert outline.of_why(Digest("d", EDITION, NOW, ()), []).lead == "No news since the last digest."


@pytest.mark.parametrize(
    ("rights", "buttons", "says"),
    [
        ({"manages": True}, {"schedule", "feed", "filter"}, ""),
        ({"manages": False, "manages_channel": True}, {"schedule", "filter"}, "changed by an admin"),
        ({"manages": False}, set(), "Changes are made by an admin or its maker."),
    ],
)
def test_home_has_the_buttons_of_what_its_reader_may_change(
    rights: dict[str, bool], buttons: set[str], says: str
) -> None:
    place = Place(Channel("slack", "local", "C1", "news"))
    who = {"managers": "an admin or its maker", "workspace_managers": "an admin"}
    made = outline.of_home((), (), ChannelPreferences(), Actor(place, "U1", **rights, **who), NOW)  # type: ignore[arg-type]
    assert {one.action for section in made.sections for one in section.controls if one.opens} == buttons
    assert says in made.footer


def test_what_leaves_everything_out_is_counted_by_its_reason_and_leads_to_where_it_is_changed() -> None:
    said = texts.everything_filtered({texts.OTHER_TOPICS: 2})
    assert said.endswith("2 stories left out (2 not about the topics of this order). " + texts.SEE_ORDER)
    many = texts.everything_filtered({f"muted: {word}": number for number, word in enumerate("abcde", 1)})
    assert "15 stories left out (5 muted: e; 4 muted: d; 3 muted: c; and 2 more reasons)." in many
