from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.core import checks
from bot.core.checks.quoting import balanced, speech
from bot.model import AnnotatedArticle, Article, Bullet, Cite, Quote, QuoteKind, Span

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def read(text: str, *said: tuple[str, str | None, QuoteKind]) -> AnnotatedArticle:
    article = Article("one", "https://harbour.example/one", "Harbour Post", "Headline", text, NOON)
    quotes = []
    for words, speaker, kind in said:
        start = text.index(words)
        quotes.append(Quote(article, (Span(start, start + len(words)),), kind, speaker))
    return AnnotatedArticle(article, tuple(quotes))


@pytest.mark.parametrize(
    "sentence",
    [
        "The ferry will sail again on Monday, the harbour council said.",
        "Mayor Ana Silva opened the rebuilt bridge on Friday after two years of work.",
        "In Lisbon, the transport minister Rui Costa met the unions.",
        "About 40 people were taken to hospital after a tram left its rails in Porto.",
        "$2.4 million was paid for repairs that the insurer Norvik had refused to cover.",
        "A 34-year-old man was found dead in his flat in Leeds on Sunday, police said.",
        "Fighting in World War I destroyed the old town hall of Ypern.",
        "Reporters of The Associated Press counted nine ships off the coast of Malta.",
        "The decision by Judge Ines Prado ends a case that lasted nine years.",
        "Boeing won the order of the harbour council, its largest in Norland this year.",
        "There were 30 people on board when the ferry struck the pier at Aldmouth.",
        "The Aldmouth telescope has found water on a planet far outside our solar system.",
        "The court of Norland ordered the town to pay for a “Quiet Harbour” CB radio station.",
    ],
)
def test_a_plain_news_sentence_is_clean(sentence: str) -> None:
    assert checks.fault(sentence) is None


@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        # two sentences run together
        ("The minister said that Norland The union and its partners were ready to talk.", "garbled"),
        ("Officials said that Norland he had sent 35 ships across the bay on Monday.", "garbled"),
        ("Some 9 million people had power restored after The previous storm last week.", "garbled"),
        ("The price was set by Germany, the largest economy. from the coast that needs energy.", "garbled"),
        ("The storm hit the coast of Norland.Thousands of people fled the town.", "garbled"),
        ("Police said the the driver left the road near the town of Aldmouth.", "garbled"),
        ("The setup: There could be 47 players of the league in Aldmouth.", "garbled"),
        ("LOCAL TEAM WINS THE CUP AFTER LATE GOAL was said in Aldmouth by FANS.", "garbled"),
        # not a whole sentence
        ("price cap on natural gas was agreed by the ministers in Brussels.", "not a whole sentence"),
        ("New explosions near the capital of Norland", "not a whole sentence"),
        ("A man in a red coat near the river in Aldmouth.", "not a whole sentence"),
        ("Will the council of Aldmouth vote again before the summer ends?", "not a whole sentence"),
        ("The council of Aldmouth will vote on the new harbour wall and…", "not a whole sentence"),
        ("“We have waited long enough, said Mayor Ana Silva on Monday.", "not a whole sentence"),
        ("The council (which met on Monday voted for the new harbour wall.", "not a whole sentence"),
        ("The campaign will spend money to help the re-election of Rep.", "not a whole sentence"),
        ("Ana Silva said, looking out on the harbour wall.", "not a whole sentence"),
        # page furniture
        ("Your email address will not be published on this website.", "boilerplate"),
        ("Leave a Reply and tell the editors what was wrong.", "boilerplate"),
        ("Required fields are marked with a star in the form.", "boilerplate"),
        ("We use cookies to make the pages of our outlet better.", "boilerplate"),
        ("Sign up for our newsletter and never miss a story from Aldmouth.", "boilerplate"),
        ("Share this story on Facebook with your friends today.", "boilerplate"),
        ("Follow us on Twitter for the latest from the council.", "boilerplate"),
        ("File photo: the harbour wall of Aldmouth was built in 1912.", "boilerplate"),
        ("Ana Silva is pictured at the harbour wall that she opened.", "boilerplate"),
        ("Additional reporting by Rui Costa was done in Lisbon on Monday.", "boilerplate"),
        ("All rights reserved by the owners of the Harbour Post in 2026.", "boilerplate"),
        ("Read more about the harbour wall that the council wants.", "boilerplate"),
        ("More pictures were put on www.harbour.example by the council.", "boilerplate"),
        ("The Coast Wire first reported the payment to the harbour company.", "boilerplate"),
        ("The Coast Wire was first to report Ana Silva's plans for the wall.", "boilerplate"),
        ("The Harbour Post has requested comment from the council of Aldmouth.", "boilerplate"),
        ("Ana Silva speaks as the wall is opened in Aldmouth, Norland, March 2, 2026.", "boilerplate"),
        ("Ana Silva, a candidate for mayor, speaks at a rally of her party near Aldmouth.", "boilerplate"),
        ("A frame from a video released by the police shows the harbour wall.", "boilerplate"),
        # leaning
        ("However, the council of Aldmouth voted against the harbour wall.", "leans on another sentence"),
        ("Also on Monday the council of Aldmouth voted for a new school.", "leans on another sentence"),
        ("He told the council that the harbour wall would be finished in May.", "leans on another sentence"),
        ("Her lawyer Rui Costa said the case was closed on Monday.", "leans on another sentence"),
        ("In Lisbon, he met the unions of the harbour on Monday.", "leans on another sentence"),
        ("They were taken to the hospital of Aldmouth on Monday night.", "leans on another sentence"),
        ("The move was welcomed by the unions of the harbour on Monday.", "leans on another sentence"),
        ("The company said on Monday that 300 people would lose work.", "leans on another sentence"),
        ("Two months later, the harbour wall of Aldmouth fell into the sea.", "leans on another sentence"),
        ("Polls there show that Ana Silva is ahead of Rui Costa.", "leans on another sentence"),
        ("Of those, 53 boats of the harbour were sold on Monday in Lund.", "leans on another sentence"),
        ("Of these 53 boats, nine lay in the harbour of Lund on Monday.", "leans on another sentence"),
        ("Ana Silva repeated these views in a talk with the Harbour Post.", "leans on another sentence"),
        ("On Monday, the court of Aldmouth cited a part of that sentence.", "leans on another sentence"),
        ("Ana Silva of Aldmouth learned this years before the wall was built.", "leans on another sentence"),
        ("The summit meets every four years in one of the towns of Norland.", "leans on another sentence"),
        ("As the owners of boats in Aldmouth gather – it seems to be too late.", "leans on another sentence"),
        ("The spokesperson gave no other word of the plans for the wall.", "leans on another sentence"),
        ("Like the old wall, Tower Bridge is in the hands of the town.", "leans on another sentence"),
        ("First, only the owners of boats can have a berth.", "leans on another sentence"),
        ("When asked to explain, Ana Silva spoke of the costs of the wall.", "leans on another sentence"),
        ("Pressed by Rui Costa on costs, Ana Silva spoke of the wall.", "leans on another sentence"),
        ("At the Old Yard in Aldmouth, Norland, it was worth the wait.", "leans on another sentence"),
        ("Unless the wall is built, they say, the harbour could flood.", "leans on another sentence"),
        ("If Rui Costa were to win, however, the wall would be built.", "leans on another sentence"),
        ("Ana Silva also told the council that the ferries are free.", "leans on another sentence"),
        ("Known as the Long Span, it was opened by Rui Costa in 1968.", "leans on another sentence"),
        ("After 2,383 tests of the cables, her team closed the bridge.", "leans on another sentence"),
        # the writer's own voice
        ("We asked the council of Aldmouth what the harbour wall cost.", "speaks to the reader"),
        ("The harbour wall will change what you know about Aldmouth.", "speaks to the reader"),
    ],
)
def test_a_sentence_that_cannot_be_a_bullet_is_told_why(sentence: str, fault: str) -> None:
    assert checks.fault(sentence) == fault


def test_an_apostrophe_is_no_quotation_mark() -> None:
    assert not checks.has_marks("The council’s wall, the mayors' pride, didn't hold in the ’90s.")
    assert checks.has_marks("The wall ‘must hold’, she said.")


@pytest.mark.parametrize(
    ("text", "closes"),
    [
        ("“a” and “b”", True),
        ("“a and b", False),
        ("a” and b", False),
        ('"a" and "b', False),
        ("(a [b] c)", True),
        ("(a [b) c]", False),
        ("‘a wall’s end’", True),
    ],
)
def test_marks_and_brackets_must_close(text: str, closes: bool) -> None:
    assert balanced(text) is closes


def test_a_mark_that_does_not_close_holds_to_the_end_of_its_paragraph() -> None:
    paragraph = "He said: “One. Two."
    assert [paragraph[span.start : span.end] for span in speech(paragraph)] == ["“One. Two."]


class TestSupported:
    TEXT = "Ana Silva said the wall would “hold for a hundred years”. The wall is new and tall and grey."

    def bullet(self, of: AnnotatedArticle, text: str) -> Bullet:
        start = of.article.text.index(text[:20])
        span = Span(start, start + len(text))
        return Bullet(text, (Cite(of.article, span),), checks.quotes_within(of, span))

    def test_a_slice_of_its_article_without_marks_is_supported(self) -> None:
        assert checks.supported(self.bullet(read(self.TEXT), "The wall is new and tall and grey."))

    def test_other_words_than_the_cited_ones_are_not(self) -> None:
        assert not checks.supported(self.bullet(read(self.TEXT), "The wall is new and tall and blue."))

    def test_marks_need_a_quote_with_a_speaker_that_fills_them(self) -> None:
        sentence = self.TEXT.split(" The ")[0]
        words = "hold for a hundred years"
        assert checks.supported(self.bullet(read(self.TEXT, (words, "Ana Silva", QuoteKind.QUOTE)), sentence))
        assert not checks.supported(self.bullet(read(self.TEXT), sentence))
        assert not checks.supported(self.bullet(read(self.TEXT, (words, None, QuoteKind.QUOTE)), sentence))
        assert not checks.supported(
            self.bullet(read(self.TEXT, ("hold", "Ana Silva", QuoteKind.FRAGMENT)), sentence)
        )
        assert not checks.supported(
            self.bullet(read(self.TEXT, ("hundred years", "Ana Silva", QuoteKind.QUOTE)), sentence)
        )


@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    "piece", ["“", "“a ", "‘a ", "'a ", '"', "``a ", "(", "in this a", "A", "The council said "]
)
def test_hostile_text_costs_no_more_than_its_length(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    speech(text)
    balanced(text)
    assert checks.fault(text) == "not a whole sentence"


@pytest.mark.parametrize(
    ("sentence", "quoted", "kind", "covered"),
    [
        (
            "The bridge, “The Long Span”, was opened by Ana Silva.",
            "The Long Span",
            QuoteKind.NOT_SPEECH,
            True,
        ),
        ("Rui Costa called the closure of the bridge “panic”.", "panic", QuoteKind.FRAGMENT, True),
        ("One called the closure of the bridge by Ana Silva “panic”.", "panic", QuoteKind.FRAGMENT, False),
    ],
)
def test_a_name_in_marks_or_a_word_of_someone_named_is_covered(
    sentence: str, quoted: str, kind: QuoteKind, covered: bool
) -> None:
    of = read(sentence, (quoted, "Rui Costa" if kind is QuoteKind.FRAGMENT else None, kind))
    span = Span(0, len(sentence))
    bullet = Bullet(sentence, (Cite(of.article, span),), checks.marked_within(of, span))
    assert checks.supported(bullet) is covered


def test_only_an_opening_noun_may_need_the_sentence_before() -> None:
    assert (
        checks.needs_the_one_before("The attack was launched on Wednesday by a group of Norland.") == "attack"
    )
    assert checks.needs_the_one_before("He launched the attack on Wednesday with a group of Norland.") is None
    assert checks.needs_the_one_before("The attack was launched by Ana Silva on Wednesday too.") is None
    assert checks.needs_the_one_before("The attack on Wednesday") is None


@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        ("Actually, the council of Aldmouth voted for the harbour wall.", "leans on another sentence"),
        ("With that vote, the council of Aldmouth ended a long quarrel.", "leans on another sentence"),
        ("Of the three councils, only Aldmouth voted for a harbour wall.", "leans on another sentence"),
        ("If such a wall is built, the ferries of Aldmouth will stop.", "leans on another sentence"),
        ("Ana Silva then asked the council of Aldmouth for more money.", "leans on another sentence"),
        ("The last of them limped into Aldmouth shortly before three.", "leans on another sentence"),
        ("By noon some 400 of them had been allowed back to Aldmouth.", "leans on another sentence"),
        ("Rui Costa, the engineer who built the wall, accepted the point.", "leans on another sentence"),
        ("A large part of that — 2.4 million crowns — was spent in Aldmouth.", "leans on another sentence"),
        ("Most American voters say that they have heard enough of him.", "leans on another sentence"),
        ("The photo shows the harbour wall on the night of the storm.", "leans on another sentence"),
        ("THE MANY CAVEATS Plenty of people in Aldmouth cannot pay for it.", "garbled"),
        ("Save a quarter of the cost of the wall over eighteen years.", "speaks to the reader"),
        ("Things like mending the wall that was left to the storms.", "not a whole sentence"),
        ("Mayor Ana Silva said as she opened the new harbour wall.", "not a whole sentence"),
        ("Ana Silva is a senior reporter for the Harbour Post in Aldmouth.", "boilerplate"),
    ],
)
def test_what_reading_real_briefings_taught(sentence: str, fault: str) -> None:
    assert checks.fault(sentence) == fault


def test_even_a_first_sentence_leans_by_an_it_that_stands_for_nothing_told() -> None:
    assert not checks.opens_an_article(
        "At Joss Yard in Aldmouth, Norland, it was worth the wait for the owners."
    )
    assert checks.opens_an_article(
        "At Joss Yard in Aldmouth, Norland, owners of boats were glad of the wall."
    )
