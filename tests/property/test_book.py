"""Whatever names, roles and articles come together: every quote on one page, and no page with a namesake."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.quotes.book import pages
from bot.core.reading.names import may_be_same, parse_name
from bot.model import BookPage, Quote
from tests.fakes.stories import annotated

WORLDS = (
    "in Aldmouth, where Rui Costa, the Harbour Board, the Silva Line and the Union of Dockers met",
    "in Velm, where Ida Brandt, the Fruit Growers, the Marl Valley and the Norland Bank met",
    "where Ana Silva met John Silva",
    "",
)

names = st.builds(
    lambda *parts: " ".join(filter(None, parts)),
    st.sampled_from(["", "Ana", "A.", "John", "Alda", "Mrs."]),
    st.sampled_from(["", "", "M.", "Maria"]),
    st.sampled_from(["Silva", "Costa", "von der Heide"]),
    st.sampled_from(["", "", "", "Jr.", "Sr."]),
)
speakers = st.one_of(names, st.sampled_from(["a spokesman", "the Harbour Board", "SILVA"]))
roles = st.sampled_from([None, None, "mayor", "the mayor of Aldmouth", "a fruit grower", "Mr."])


@st.composite
def books(draw: st.DrawFn) -> list[Quote]:
    """Quotes of invented articles, newest first."""
    said = draw(st.lists(st.tuples(speakers, roles, st.sampled_from(WORLDS)), max_size=12))
    quotes = []
    for number, (speaker, role, world) in enumerate(said):
        words = f"We wait for ferry number {number}"
        text = f"It was said {world} today.\n\n“{words},” said {role or ''} {speaker}."
        (quote,) = annotated(f"News {number}", text, (words, speaker), hours=-number).quotes
        quotes.append(Quote(quote.article, quote.spans, quote.kind, speaker, role, quote.evidence))
    return quotes


def said_on(page: BookPage) -> list[Quote]:
    return [line.quote for line in page.lines]


@settings(max_examples=200)
@given(books())
def test_every_quote_is_on_one_page_newest_first(quotes: list[Quote]) -> None:
    made = pages(quotes, "", 100)
    shown = [quote for page in made for quote in said_on(page)]
    assert sorted(shown, key=quotes.index) == quotes
    for page in made:
        assert said_on(page) == sorted(said_on(page), key=quotes.index)
    assert [quotes.index(said_on(page)[0]) for page in made] == sorted(
        quotes.index(said_on(page)[0]) for page in made
    )


@settings(max_examples=300)
@given(books())
def test_no_page_holds_two_names_that_cannot_be_one(quotes: list[Quote]) -> None:
    for page in pages(quotes, "", 100):
        forms = {quote.speaker or "" for quote in said_on(page)}
        assert forms == {page.name, *page.also}
        for one, other in combinations(forms, 2):
            mine, theirs = parse_name(one), parse_name(other)
            assert mine is not None
            assert theirs is not None
            assert may_be_same(mine, theirs)


@given(books(), st.sampled_from(["Silva", "costa", "Ana Silva", "Mayor Silva", "heide"]), st.integers(1, 5))
def test_asking_gives_pages_of_the_whole_book_or_their_newest_lines(
    quotes: list[Quote], asked: str, limit: int
) -> None:
    whole = {page.lines[0].quote: page for page in pages(quotes, "", 100)}
    found = pages(quotes, asked, limit)
    assert sum(len(page.lines) for page in found) <= limit
    for page in found:
        all_lines = whole[page.lines[0].quote].lines
        assert page.lines == all_lines[: len(page.lines)]
