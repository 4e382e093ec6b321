"""The terms that an index holds, those that words are looked for by, and where each word stands."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.core.reading.postings import Postings, pack
from bot.core.reading.terms import Terms, Wanted, date_terms, date_terms_between, stop_terms, terms_of, wanted
from bot.core.reading.text import search_words

NOTHING = Terms((), (), ())


def placed(text: str, language: str | None = None) -> list[tuple[str, str]]:
    """Each term with what of the text begins at its place."""
    read = terms_of(text, language)
    return [(term, text[start:].split()[0]) for term, start in zip(read.terms, read.starts, strict=True)]


def is_held(one: Wanted, held: set[str]) -> bool:
    """Whether all of an alternative is there."""
    return any(
        all(
            any(other.startswith(term[:-1]) for other in held) if term.endswith("*") else term in held
            for term in each
        )
        for each in one.alternatives
    )


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("U.S. bases", "us"),
        ("US bases", "u.s"),
        ("1,400 people", "1400"),
        ("1400 people", "1,400"),
        ("said O’Dwyer", "odwyer"),
        ("said ODwyer", "o'dwyer"),
        ("said O’Dwyer", "dwyer"),
        ("a well-kept secret", "well-kept"),
        ("a well kept secret", "well-kept"),
        ("a well‑kept secret", "wellkept"),
        ("Café owners", "cafe"),
        ("cafe\u0301 owners", "café"),
        ("un\u00adspeakable", "unspeakable"),
        ("the mayor’s ferries", "mayor"),
        ("governments", "governing"),
        ("AT&T’s plan", "at&t"),
        ("about 3.5 per cent", "3.5"),
        ("東京都で会議", "会議"),
        ("東京都で会議", "東京都"),
        ("会議は水", "水"),
        ("水曜日", "水"),
        ("ที่ประชุมรัฐสภา", "ประชุม"),
        ("서울에서 회의", "서울"),
        ("新しいiPhone発売", "iphone"),
        ("The Who play", "who"),
    ],
)
def test_a_word_is_found_however_either_writes_it(text: str, query: str) -> None:
    held = {*terms_of(text, None).terms, *stop_terms(text).terms}
    (one,) = wanted([query])
    assert is_held(one, held)


@pytest.mark.parametrize(
    ("language", "text", "query"),
    [("de", "die Häuser", "haus"), ("fr", "l’eau des rivières", "eau"), ("es", "las canciones", "canción")],
)
def test_words_are_stemmed_by_the_language_of_their_article(language: str, text: str, query: str) -> None:
    held = set(terms_of(text, language).terms)
    assert any(set(each) <= held for one in wanted([query]) for each in one.alternatives)


@pytest.mark.parametrize(
    "text", ["सरकार ने कहा", "ที่ประชุมรัฐสภา", "東京都", "水", "서울에서", "1,400 people", "в Киеве"]
)
def test_each_word_of_a_question_is_one_that_the_index_holds(text: str) -> None:
    held = {*terms_of(text, None).terms, *stop_terms(text).terms}
    assert search_words(text)
    for one in wanted(search_words(text)):
        assert is_held(one, held), one


def test_what_only_looks_alike_is_not_found() -> None:
    held = set(terms_of("35 organs in Kyoto", None).terms)
    for query in ("3.5", "organise", "kyot"):
        assert not any(set(each) <= held for one in wanted([query]) for each in one.alternatives), query


def test_each_term_has_the_place_of_its_word() -> None:
    assert placed("“The mayor’s well-kept ferry,” U.S. papers say.") == [
        ("mayor", "mayor’s"),
        ("wellkept", "well-kept"),
        ("well", "well-kept"),
        ("kept", "well-kept"),
        ("ferri", "ferry,”"),
        ("us", "U.S."),
        ("paper", "papers"),
    ]


def test_stop_words_count_together_where_there_are_no_others() -> None:
    assert terms_of("He saw The Who, who sang to the end.", None).terms == ("saw", "the_who", "sang", "end")
    assert [one.alternatives for one in wanted(["the", "who"])] == [(("the_who",), ("_the", "_who"))]
    assert [one.word for one in wanted(["the", "who", "sang"])] == ["sang"]


def test_a_phrase_of_stop_words_is_looked_for_beside_other_words() -> None:
    assert [one.word for one in wanted(["the who", "sang"])] == ["the who", "sang"]
    assert wanted(["the who"])[0].alternatives == (("the_who",), ("_the", "_who"))
    assert wanted(["it"])[0].alternatives == (("_it",),)


def test_what_is_no_word_is_not_looked_for() -> None:
    assert wanted(["", '"', "-", "()", "\x00"]) == ()


def test_a_word_of_any_length_is_one_short_term() -> None:
    assert max(map(len, terms_of("x" * 100_000, None).terms)) == 40


def test_months_and_whole_years_bound_a_time() -> None:
    since, until = datetime(2022, 11, 30, tzinfo=UTC), datetime(2025, 2, 1, tzinfo=UTC)
    bounds = date_terms_between(since, until)
    assert bounds == ("@202211", "@202212", "@2023", "@2024", "@202501", "@202502")
    assert set(date_terms(datetime(2023, 6, 1, tzinfo=UTC))) & set(bounds)
    assert not set(date_terms(datetime(2025, 3, 1, tzinfo=UTC))) & set(bounds)
    assert date_terms_between(datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)) == ()


class TestPostings:
    def of(self, headline: str, text: str, outlet: str = "") -> bytes:
        return pack(*(terms_of(part, None) for part in (outlet, headline, text)))

    def test_places_are_those_in_the_text_however_far_apart(self) -> None:
        far = f"A ferry.{' ' * 255}Ferries{' ' * 510}and{' ' * 3_000}ferry{' ' * 253}ferry"
        packed = [self.of("", ""), self.of("The ferry sails", far), self.of("Bridge", "Bridge")]
        places = Postings(packed, wanted(["ferry", "bridge"])).places()
        starts = [far.lower().index("ferr", at) for at in (0, 5, 300, 3_800)]
        assert places[1].text == {"ferry": tuple(starts)}
        assert places[1].headline == {"ferry": (4,)}
        assert (places[0].text, places[2].text, places[2].headline) == (
            {},
            {"bridge": (0,)},
            {"bridge": (0,)},
        )

    def test_words_of_one_are_placed_where_they_stand_together(self) -> None:
        text = "well kept, kept well, well-kept"
        (places,) = Postings([self.of("", text)], wanted(["well-kept"])).places()
        assert places.text == {"well-kept": (0, 22)}

    def test_a_headline_counts_more_and_length_counts_against(self) -> None:
        packed = [
            self.of("", "ferry " + "harbour " * 20),
            self.of("ferry", "harbour " * 20),
            self.of("", "ferry " + "harbour " * 900),
            self.of("", "harbour " * 20),
            self.of("", "harbour " * 20, "Ferry News"),
        ]
        scores = Postings(packed, wanted(["ferry"])).scores([2.0]).tolist()
        assert scores[1] > scores[0] > scores[2] > scores[3] == 0
        assert scores[1] > scores[4] > 0
