from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile

import pytest

from bot.core import outline
from bot.core.briefing.extractive import brief
from bot.core.outline import texts
from bot.model import (
    AnnotatedArticle,
    Answer,
    Block,
    Briefing,
    Bullet,
    Control,
    Digest,
    Edition,
    Feed,
    FeedHealth,
    FeedState,
    FeedStatus,
    FeedYield,
    Heading,
    Link,
    Links,
    Outline,
    Paragraph,
    Passage,
    Quote,
    Span,
    Table,
    Wording,
)
from tests.fakes.stories import BRIDGE, BRIDGE_AGAIN, MORNING, STRIKE, annotated, story

EDITION = Edition("morning", date(2026, 3, 2), time(8))


def briefing(*reads: object) -> Briefing:
    found = brief(story(*reads))  # type: ignore[arg-type]  # a test's short hand
    assert found is not None
    return found


BRIDGES = briefing(BRIDGE, BRIDGE_AGAIN)


def links(of: Outline) -> list[Links]:
    return [block for section in of.sections for block in section.blocks if isinstance(block, Links)]


def quotes(of: Outline) -> list[Quote]:
    return [block for section in of.sections for block in section.blocks if isinstance(block, Quote)]


class TestDigest:
    def test_an_edition_has_its_day_a_section_a_story_and_how_it_was_checked(self) -> None:
        made = outline.of_digest(Digest("d", EDITION, MORNING, (BRIDGES, briefing(STRIKE))))
        assert made.title == "News for Monday, 2 March 2026, 08:00"
        assert made.lead == "2 stories from 3 outlets."
        assert [section.blocks[0] for section in made.sections] == [
            Heading(BRIDGES.headline),
            Heading("Teachers in Norland vote to strike over pay"),
        ]
        assert made.footer == texts.EXTRACTIVE

    def test_the_day_is_told_in_the_headlines_that_lead_each_with_its_cite(self) -> None:
        strike = briefing(STRIKE)
        day = outline.of_digest(Digest("d", EDITION, MORNING, (BRIDGES, strike))).day
        assert day is not None
        assert day.text == f"{BRIDGES.headline}; {strike.headline}."
        assert day.cites == (BRIDGES.bullets[0].cites[0], strike.bullets[0].cites[0])

    def test_one_story_is_its_own_line_and_a_long_line_is_cut_between_headlines(self) -> None:
        assert outline.of_digest(Digest("d", EDITION, MORNING, (BRIDGES,))).day is None
        long = replace(briefing(STRIKE), headline="Teachers " * 30)
        day = outline.of_digest(Digest("d", EDITION, MORNING, (BRIDGES, long))).day
        assert day is not None
        assert day.headlines == (BRIDGES.headline,)

    def test_a_story_of_a_section_bears_its_name(self) -> None:
        placed = replace(BRIDGES, section="Transport")
        made = outline.of_digest(Digest("d", EDITION, MORNING, (placed,)))
        assert made.sections[0].blocks[0] == Heading(f"Transport · {BRIDGES.headline}")

    def test_stories_below_the_cut_are_a_line_each_with_its_link(self) -> None:
        below = (BRIDGE_AGAIN.article, STRIKE.article)
        made = outline.of_digest(Digest("d", EDITION, MORNING, (BRIDGES,), in_brief=below)).sections[-1]
        assert made.blocks == (
            Heading("In brief"),
            Links(
                "Valley Times",
                (Link("Cracked cables shut Aldmouth bridge, ferries free", BRIDGE_AGAIN.article.url),),
            ),
            Links("Norland Daily", (Link(STRIKE.article.headline, STRIKE.article.url),)),
        )
        assert made.controls == ()

    def test_a_headline_that_is_a_bullet_is_not_told_twice(self) -> None:
        first = BRIDGES.bullets[0]
        section = outline.of_digest(
            Digest("d", EDITION, MORNING, (replace(BRIDGES, headline=first.words),))
        ).sections[0]
        assert section.blocks[0] == Heading(first.words)
        assert first not in section.blocks
        assert set(BRIDGES.bullets[1:]) <= set(section.blocks)

    def test_a_late_edition_says_so(self) -> None:
        made = outline.of_digest(Digest("d", EDITION, MORNING, (BRIDGES,), late=True))
        assert made.footer.endswith("Posted late.")

    @pytest.mark.parametrize(
        ("late", "missed", "said"),
        [
            (True, 0, "Posted late."),
            (True, 1, "Posted late; it covers 1 edition missed before it too."),
            (True, 3, "Posted late; it covers 3 editions missed before it too."),
            (False, 2, "Covers 2 editions missed before it too."),
            (False, 0, ""),
        ],
    )
    def test_what_an_outage_made_of_a_digest_is_said(self, late: bool, missed: int, said: str) -> None:
        one = Digest("d", Edition("s", date(2026, 3, 2), time(8)), MORNING, (), (), late=late, missed=missed)
        assert texts.late(one) == said

    def test_a_digest_without_stories_says_so(self) -> None:
        made = outline.of_digest(Digest("d", EDITION, MORNING, ()))
        assert (made.sections, made.lead) == ((), "No news since the last digest.")

    def test_every_quote_has_a_button_to_its_sentence(self) -> None:
        (section,) = outline.of_digest(Digest("d", EDITION, MORNING, (BRIDGES,))).sections
        more, *wheres = section.controls
        assert more == Control("more", BRIDGES.story.id, "More")
        assert {control.action for control in wheres} == {"where"}
        assert [control.ref for control in wheres] == [
            f"{quote.article.id}:{quote.span.start}:{quote.span.end}" for quote in BRIDGES.quotes
        ]
        assert {control.label for control in wheres} == {"Show me where: Silva", "Show me where: Costa"}

    def test_a_reference_too_long_for_a_button_gives_none(self) -> None:
        long = replace(BRIDGE.article, id="x" * 81)
        moved = replace(BRIDGE, article=long, quotes=tuple(replace(q, article=long) for q in BRIDGE.quotes))
        (section,) = outline.of_digest(Digest("d", EDITION, MORNING, (briefing(moved),))).sections
        assert section.controls == ()

    def test_copies_of_one_text_are_told_as_such(self) -> None:
        twin = annotated("Bridge shut", BRIDGE.article.text, outlet="Coast Wire", hours=1)
        made = outline.of_digest(Digest("d", EDITION, MORNING, (briefing(BRIDGE, BRIDGE_AGAIN, twin),)))
        assert [row.label for row in links(made)] == ["3 outlets, two running the same text"]
        assert [link.name for link in links(made)[0].links] == ["Harbour Post", "Coast Wire", "Valley Times"]


def test_a_briefing_alone_has_its_headline_as_the_title() -> None:
    made = outline.of_briefing(BRIDGES)
    assert made.title == BRIDGES.headline
    assert made.sections[0].blocks[: len(BRIDGES.bullets)] == BRIDGES.bullets
    assert not any(isinstance(block, Heading) for block in made.sections[0].blocks)


def test_more_shows_all_speech_and_every_headline() -> None:
    made = outline.of_more(BRIDGES)
    assert [quote.text for quote in quotes(made)] == [quote.text for quote in BRIDGE.quotes]
    assert [row.links[0].name for row in links(made)] == [
        BRIDGE.article.headline,
        BRIDGE_AGAIN.article.headline,
    ]


class TestDrift:
    SAID = "We will not open it again before every cable has been tested,"

    OWN = (
        "Drivers turned back at the toll booths and some of them slept in their cars until dawn came up.",
        "Shops on both shores opened late because half of the people who work there had no way across.",
    )

    def printed(self, outlet: str, said: str, own: int = 0) -> AnnotatedArticle:
        """An outlet's own report on the bridge."""
        text = f"{self.OWN[own]}\n\n“{said}” said Mayor Ana Silva."
        return annotated(f"Bridge shut, {outlet}", text, (said, "Ana Silva"), outlet=outlet, hours=3 + own)

    def digest(self, *others: AnnotatedArticle) -> list[Block]:
        made = outline.of_digest(Digest("d", EDITION, MORNING, (briefing(BRIDGE, BRIDGE_AGAIN, *others),)))
        blocks = list(made.sections[0].blocks)
        at = next(n for n, block in enumerate(blocks) if isinstance(block, Quote) and block.text == self.SAID)
        return list(takewhile(lambda block: not isinstance(block, Quote | Links), blocks[at + 1 :]))

    def test_a_quote_that_others_print_alike_says_so(self) -> None:
        others = self.printed("Coast Wire", self.SAID), self.printed("Bay Radio", self.SAID[:-1] + ".", 1)
        assert self.digest(*others) == [Paragraph("Quoted alike by 3 outlets.")]

    def test_a_quote_that_others_cut_says_so(self) -> None:
        cut = self.printed("Coast Wire", "We will not open it again before every cable")
        assert self.digest(cut) == [Paragraph("Quoted at different lengths by 2 outlets.")]

    def test_other_wordings_stand_below_a_quote_with_their_words_marked(self) -> None:
        alike = self.printed("Bay Radio", self.SAID)
        label, other = self.digest(alike, self.printed("Coast Wire", self.SAID.replace("every", "each"), 1))
        assert label == Paragraph("Worded differently:")
        assert isinstance(other, Wording)
        assert other.outlets == ("Coast Wire",)
        assert [run for run, differs in other.runs if differs] == ["each"]

    def test_copies_of_one_text_are_one_voice(self) -> None:
        copies = self.printed("Coast Wire", self.SAID), self.printed("Bay Radio", self.SAID)
        assert self.digest(*copies) == [Paragraph("Quoted alike by 2 outlets.")]

    def test_more_shows_every_wording_and_each_utterance_once(self) -> None:
        reworded = self.printed("Coast Wire", self.SAID.replace("every", "each"))
        made = outline.of_more(briefing(BRIDGE, BRIDGE_AGAIN, reworded))
        assert [quote.article.outlet for quote in quotes(made)] == ["Harbour Post"] * 3
        wordings = [
            block for section in made.sections for block in section.blocks if isinstance(block, Wording)
        ]
        assert [one.outlets for one in wordings] == [("Harbour Post",), ("Coast Wire",)]

    def test_more_shows_a_wire_copy_once(self) -> None:
        twin = annotated("Copy", BRIDGE.article.text, (self.SAID, "Ana Silva"), outlet="Coast Wire", hours=5)
        assert len(quotes(outline.of_more(briefing(BRIDGE, BRIDGE_AGAIN, twin)))) == len(BRIDGE.quotes)


def test_an_answer_cites_and_no_answer_says_so() -> None:
    made = outline.of_answer(Answer("Why is the bridge closed?", 0.9, BRIDGES.bullets[:1]))
    assert made.title == "Why is the bridge closed?"
    assert links(made)[0].links[0].url == BRIDGES.bullets[0].cites[0].article.url
    assert outline.of_answer(Answer("Who?", 0.1)).lead == "None of the articles I have read answers that."


def test_bullets_of_an_answer_say_their_days_where_these_lie_apart() -> None:
    told = BRIDGES.bullets[0]

    def on(days: float) -> Bullet:
        at = told.cites[0].article.dated + timedelta(days=days)
        moved = replace(told.cites[0], article=replace(told.cites[0].article, published=at))
        return replace(told, cites=(moved,))

    def headings(*bullets: Bullet, fact: str = "") -> list[str]:
        made = outline.of_answer(Answer("How many?", 0.9, bullets, fact=fact))
        return [
            block.text for section in made.sections for block in section.blocks if isinstance(block, Heading)
        ]

    assert headings(on(0), on(3), fact="37") == ["37"]
    first, last = (texts.on_day(on(days).cites[0].article.dated.date()) for days in (0, 9))
    assert headings(on(0), on(9), on(9), fact="37") == [f"37 · {first}", last]


def test_feeds_are_a_table_with_how_they_are_and_what_they_bring() -> None:
    feed = Feed.of("https://harbour.example/feed", "Harbour Post")
    health = FeedHealth(
        FeedState.GONE,
        "The server says 410.",
        MORNING - timedelta(minutes=5),
        MORNING - timedelta(minutes=90),
        next_at=MORNING + timedelta(days=7),
    )
    gone = FeedStatus(feed, health, brings=FeedYield(1200, 30, 28))
    made = outline.of_feeds([gone, FeedStatus(feed, FeedHealth())], MORNING)
    (table,) = made.sections[0].blocks
    assert isinstance(table, Table)
    assert made.title == "2 feeds"
    brings = ("1 hour ago", "1,200 this week", "93% with text", "in 7 days")
    assert table.rows[0] == ("Harbour Post", feed.url, "gone", *brings, "The server says 410.")
    assert table.rows[1][2:] == ("not checked yet", "never", "", "", "due now", "")
    assert "feeds add" in outline.of_feeds([], MORNING).lead


def test_a_feed_is_due_now_where_a_round_would_check_it_and_not_before() -> None:
    feed = Feed.of("https://harbour.example/feed", "Harbour Post")
    wanted = [(90, "in 1 minute"), (50, "in under a minute"), (20, "due now"), (-5, "due now")]
    for seconds, says in wanted:
        health = FeedHealth(FeedState.OK, "", MORNING, MORNING, next_at=MORNING + timedelta(seconds=seconds))
        (table,) = outline.of_feeds([FeedStatus(feed, health)], MORNING).sections[0].blocks
        assert isinstance(table, Table)
        assert table.rows[0][6] == says


def test_a_feed_with_a_sentence_for_a_name_leaves_room_in_the_table() -> None:
    feed = Feed.of("https://harbour.example/feed", "All the news of the harbour and the bay " * 20)
    (table,) = outline.of_feeds([FeedStatus(feed, FeedHealth())], MORNING).sections[0].blocks
    assert isinstance(table, Table)
    assert table.rows[0][0] == "All the news of the harbour and the bay…"


def test_a_passage_names_outlet_and_time_of_capture() -> None:
    quote = BRIDGE.quotes[0]
    captured = datetime(2026, 3, 2, 6, 5, tzinfo=UTC)
    article = replace(BRIDGE.article, captured=captured)
    passage = Passage(article, Span(quote.span.start - 1, quote.span.end + 1), quote.span)
    made = outline.of_passage(passage)
    assert made.title == article.headline
    assert made.sections[0].blocks[0] == passage
    assert links(made)[0].links[0].name == "Harbour Post"
    assert made.footer == "Captured 2 March 2026, 06:05 UTC."


def test_an_error_is_one_sentence_with_an_id_where_there_is_one() -> None:
    made = outline.of_error("The feed is gone.", "ab12")
    assert made.sections[0].blocks == (Paragraph("The feed is gone."),)
    assert made.footer == "Error ab12"
    assert outline.of_error("The feed is gone.", "").footer == ""
