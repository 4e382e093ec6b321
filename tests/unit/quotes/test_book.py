"""The quote book: forms of one name together, namesakes apart, twins once, each quote in its sentence."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.core.quotes.book import around, pages
from bot.core.reading.names import may_be_same, parse_name, same_person
from bot.model import AnnotatedArticle, Article, BookPage, Quote, Span
from tests.fakes.stories import MORNING, annotated

HARBOUR = "in Aldmouth, where Rui Costa, the Harbour Board, the Silva Line and the Union of Dockers met"
ORCHARD = "in Velm, where Ida Brandt, the Fruit Growers, the Marl Valley and the Norland Bank met"


def said(
    speaker: str,
    words: str,
    role: str | None = None,
    world: str = "here",
    outlet: str = "Harbour Post",
    hours: float = 0,
    headline: str = "News of the day",
) -> Quote:
    """A quote of an article that says where it plays; a role is put before the name."""
    text = f"It was said {world} today.\n\n“{words},” said {role or ''} {speaker}. More was not said."
    read = annotated(f"{headline} {outlet} {hours}", text, (words, speaker), outlet=outlet, hours=hours)
    (quote,) = read.quotes
    return Quote(quote.article, quote.spans, quote.kind, speaker, role, quote.evidence)


def book(quotes: Sequence[Quote], speaker: str = "", limit: int = 50) -> tuple[BookPage, ...]:
    return pages(sorted(quotes, key=lambda quote: quote.article.dated, reverse=True), speaker, limit)


def names(quotes: Sequence[Quote], speaker: str = "") -> list[tuple[str, int]]:
    return [(page.name, len(page.lines)) for page in book(quotes, speaker)]


class TestNames:
    @pytest.mark.parametrize(
        ("one", "other", "same"),
        [
            ("Ana Silva", "ANA SILVA", True),
            ("Ana Silva", "A. Silva", True),
            ("Ana Silva", "Ana M. Silva", True),
            ("Ana Maria Silva", "Ana M. Silva", True),
            ("Ana Maria Silva", "Ana Luisa Silva", False),
            ("Ana Silva", "Rui Silva", False),
            ("Rui Costa", "Rui Costa Jr.", False),
            ("Rui Costa, Jr.", "Rui Costa Jr", True),
            ("Rui Costa Sr.", "Rui Costa Jr.", False),
            ("Ursula von der Heide", "Ursula von der Heide", True),
            ("José Núñez", "Jose Nunez", True),
            ("Ben Silva", "Benedita Silva", False),
        ],
    )
    def test_which_forms_may_be_one_person(self, one: str, other: str, same: bool) -> None:
        mine, theirs = parse_name(one), parse_name(other)
        assert mine is not None
        assert theirs is not None
        assert same_person(mine, theirs) is same_person(theirs, mine) is same
        assert may_be_same(mine, theirs) is same

    @pytest.mark.parametrize(
        "name", ["a spokesman", "the governor", "two analysts", "", "-", "an Aldmouth clerk"]
    )
    def test_a_description_is_no_name(self, name: str) -> None:
        assert parse_name(name) is None

    @pytest.mark.parametrize("name", ["Silva", "von der Heide", "Jr."])
    def test_a_surname_alone_is_not_full(self, name: str) -> None:
        parsed = parse_name(name)
        assert parsed is not None
        assert not parsed.full


class TestOnePerson:
    def test_initials_and_middle_names_go_together_under_the_commonest_full_name(self) -> None:
        quotes = [
            said("Ana Silva", "We wait for the ferry", "mayor", hours=1),
            said("Ana Silva", "We sail at noon", "mayor", hours=2),
            said("Ana M. Silva", "We paid for the bow door", "mayor", hours=3),
            said("A. Silva", "We are late again", "mayor", hours=4),
        ]
        (page,) = book(quotes)
        assert (page.name, page.role) == ("Ana Silva", "mayor")
        assert set(page.also) == {"A. Silva", "Ana M. Silva"}
        assert [line.quote.text for line in page.lines] == [quote.text for quote in quotes[::-1]]

    def test_a_surname_goes_with_the_one_whom_its_article_names_in_full(self) -> None:
        full = said("Ana Silva", "We wait for the ferry", "mayor")
        short = said("Silva", "We sail at noon", hours=1, headline="Ana Silva promises a ferry")
        alone = said("Silva", "We paid for the bow door", hours=2)
        assert names([full, short, alone]) == [("Silva", 1), ("Ana Silva", 2)]

    def test_a_role_before_a_surname_is_known_or_it_is_somebody_else(self) -> None:
        full = said("Ana Silva", "We wait for the ferry", "President")
        same = said("Silva", "We sail at noon", "President", hours=1, headline="Ana Silva promises a ferry")
        other = said("Silva", "We paid for the door", "Mr.", hours=2, headline="Ana Silva promises a ferry")
        assert names([full, same]) == [("Ana Silva", 2)]
        assert names([full, other]) == [("Silva", 1), ("Ana Silva", 1)]

    def test_roles_that_change_with_the_story_are_of_one_person(self) -> None:
        quotes = [
            said("Ana Silva", "We wait", "the mayor", HARBOUR, hours=1),
            said("Ana Silva", "We sail", "mayor of Aldmouth", HARBOUR, hours=2),
            said("Ana Silva", "I run", "the Progress candidate", HARBOUR, hours=3),
            said("Ana Silva", "I sing", None, ORCHARD, hours=4),
        ]
        assert names(quotes) == [("Ana Silva", 4)]


class TestNamesakes:
    def test_people_of_one_surname(self) -> None:
        quotes = [said("Ana Silva", "We wait", hours=1), said("Rui Silva", "We sail", hours=2)]
        assert names(quotes, "Silva") == [("Rui Silva", 1), ("Ana Silva", 1)]

    def test_a_surname_that_two_of_an_article_have_is_neither(self) -> None:
        both = "where Ana Silva met Rui Silva"
        quotes = [
            said("Ana Silva", "We wait", world=both, hours=1),
            said("Rui Silva", "We sail", world=both, hours=2),
            said("Silva", "We paid", world=both, hours=3),
        ]
        assert names(quotes, "silva") == [("Silva", 1), ("Rui Silva", 1), ("Ana Silva", 1)]

    def test_father_and_son(self) -> None:
        quotes = [said(name, "We wait", hours=n) for n, name in enumerate(("Rui Costa", "Rui Costa Jr."))]
        assert names(quotes) == [("Rui Costa Jr.", 1), ("Rui Costa", 1)]
        assert names(quotes, "Rui Costa") == [("Rui Costa", 1)]
        assert names(quotes, "rui costa jr") == [("Rui Costa Jr.", 1)]

    def test_a_surname_in_an_article_on_the_son_is_not_the_fathers(self) -> None:
        father = said("Rui Costa", "We wait")
        son = said("Costa", "We sail at noon", hours=1, headline="Rui Costa Jr. takes over")
        assert names([father, son]) == [("Costa", 1), ("Rui Costa", 1)]

    def test_one_name_in_two_places_with_two_roles(self) -> None:
        quotes = [
            said("John Smith", "The pier is closed", "police chief", HARBOUR, hours=1),
            said("John Smith", "The apples froze", "a fruit grower", ORCHARD, hours=2),
            said("John Smith", "Nobody may pass", "police chief in Aldmouth", HARBOUR, hours=3),
        ]
        pages = [(page.name, page.role, len(page.lines)) for page in book(quotes, "john smith")]
        assert pages == [("John Smith", "police chief in Aldmouth", 2), ("John Smith", "a fruit grower", 1)]

    def test_one_role_of_two_places(self) -> None:
        quotes = [
            said("John Smith", "The pier is closed", "mayor of Aldmouth", HARBOUR),
            said("John Smith", "The apples froze", "mayor of Velm", ORCHARD, hours=1),
        ]
        assert len(book(quotes)) == 2

    def test_without_a_role_a_name_goes_with_the_one_who_is_quoted_far_more(self) -> None:
        chief = [said("John Smith", f"Rule {n} holds", "police chief", HARBOUR, hours=n) for n in range(3)]
        grower = said("John Smith", "The apples froze", "a fruit grower", ORCHARD, hours=5)
        bare = said("John Smith", "No comment on this", None, "elsewhere", hours=6)
        assert sorted(len(page.lines) for page in book([*chief, grower, bare])) == [1, 4]
        assert sorted(len(page.lines) for page in book([chief[0], grower, bare])) == [1, 1, 1]

    def test_an_initial_that_two_could_stand_for_is_nobodys(self) -> None:
        quotes = [
            said(name, "We wait", hours=n) for n, name in enumerate(("Ana Silva", "Alda Silva", "A. Silva"))
        ]
        assert len(book(quotes)) == 3

    def test_a_description_is_of_its_article_alone(self) -> None:
        quotes = [said("a spokesman", f"We wait {n} days", hours=n) for n in range(2)]
        assert names(quotes) == [("a spokesman", 1)] * 2


class TestAsked:
    QUOTES = (
        said("Ana Silva", "We wait", "mayor", hours=1),
        said("Rui Silva", "We sail", "pilot", hours=2),
        said("Ida Brandt", "We pay", "a critic of Ana Silva", hours=3),
        said("a spokesman for Ana Silva", "We do not know", hours=4),
    )

    @pytest.mark.parametrize(
        ("typed", "found"),
        [
            ("Silva", ["Rui Silva", "Ana Silva"]),
            ("silva", ["Rui Silva", "Ana Silva"]),
            ("Ana Silva", ["Ana Silva"]),
            ("A. Silva", ["Ana Silva"]),
            ("Mayor Silva", ["Ana Silva"]),
            ("Ana", ["Ana Silva"]),
            ("Joana Silva", []),
            ("spokesman", ["a spokesman for Ana Silva"]),
            ("", ["a spokesman for Ana Silva", "Ida Brandt", "Rui Silva", "Ana Silva"]),
        ],
    )
    def test_a_surname_means_everybody_and_a_full_name_one(self, typed: str, found: list[str]) -> None:
        assert [page.name for page in book(self.QUOTES, typed)] == found

    def test_the_newest_lines_of_all_are_kept(self) -> None:
        assert [page.name for page in book(self.QUOTES, "Silva", limit=1)] == ["Rui Silva"]


class TestLines:
    def test_a_wire_copy_is_one_line_with_both_outlets(self) -> None:
        first = said("Ana Silva", "We wait")
        copy = annotated(
            "Elsewhere", first.article.text, ("We wait", "Ana Silva"), outlet="Coast Wire", hours=-1
        )
        (page,) = book([first, *copy.quotes])
        (line,) = page.lines
        assert [article.outlet for article in line.articles] == ["Harbour Post", "Coast Wire"]

    def test_a_line_has_the_sentences_that_it_stands_in(self) -> None:
        text = "It rained. “We wait. We sail,” said Ana Silva. She left.\n\n“No.”"
        article = Article("a", "https://a.example", "A", "H", text, MORNING)
        start = text.index("We wait")
        quote = annotated("x", text, ("We wait. We sail,", "Ana Silva")).quotes[0]
        assert article.words(around(quote)) == "“We wait. We sail,” said Ana Silva."
        assert around(quote).covers(Span(start, start + 5))

    def test_a_quote_over_two_paragraphs_keeps_both(self) -> None:
        text = "He rose. “We wait.\n\n“We sail,” said Ana Silva. She left."
        first, second = (text.index(words) for words in ("We wait.", "We sail,"))
        read: AnnotatedArticle = annotated("x", text, ("We wait.", "Ana Silva"))
        article = read.article
        quote = Quote(
            article, (Span(first, first + 8), Span(second, second + 8)), read.quotes[0].kind, "Ana Silva"
        )
        assert article.words(around(quote)) == "“We wait.\n\n“We sail,” said Ana Silva."
