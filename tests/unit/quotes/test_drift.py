"""The same utterance across outlets: what is matched, how it is told, and what is left apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.quotes.drift import compare
from bot.model import AnnotatedArticle, Drift, DriftKind, QuoteKind, Wording
from tests.fakes.stories import annotated

LIGHTS = "We switched the harbour lights off because the cables were older than the mayor"


def said(
    outlet: str,
    *words: str,
    speaker: str | None = "Ana Silva",
    language: str | None = None,
    hours: float | None = None,
) -> AnnotatedArticle:
    """An article whose paragraphs are what the speaker said; outlet B prints an hour after A."""
    text = f"{outlet} reports.\n\n" + "\n\n".join(f"“{each}” Silva said." for each in words)
    after = ord(outlet) - ord("A") if hours is None else hours
    read = annotated(
        f"Lights out, {outlet}", text, *((each, speaker) for each in words), outlet=outlet, hours=after
    )
    article = replace(read.article, language=language)
    return AnnotatedArticle(article, tuple(replace(quote, article=article) for quote in read.quotes))


def one(*reads: AnnotatedArticle) -> Drift:
    (found,) = compare(reads)
    return found


def marked(wording: Wording) -> list[str]:
    return [wording.quote.article.words(span) for span in wording.differing]


class TestAlike:
    def test_typography_and_the_comma_of_the_outlet_are_no_difference(self) -> None:
        plain = "The mayor's well-known plan for the harbour isn't finished,"
        found = one(
            said("A", plain), said("B", "The mayor’s well known plan for the harbour isn’t finished.")
        )
        assert (found.kind, found.outlets) == (DriftKind.ALIKE, ("A", "B"))
        (wording,) = found.wordings
        assert (wording.quote.text, wording.outlets, wording.differing) == (plain, ("A", "B"), ())

    def test_three_outlets_are_three(self) -> None:
        assert one(*(said(name, LIGHTS) for name in "ABC")).outlets == ("A", "B", "C")

    def test_a_wire_copy_is_one_voice(self) -> None:
        wire = said("A", LIGHTS)
        copy = annotated("Elsewhere", wire.article.text, (LIGHTS, "Ana Silva"), outlet="B", hours=1)
        assert compare([wire, copy]) == ()
        found = one(wire, copy, said("C", LIGHTS))
        assert found.outlets == ("A", "C")
        assert {quote.article.outlet for quote in found.quotes} == {"A", "B", "C"}

    def test_outlets_of_one_voice_are_one_until_they_word_it_differently(self) -> None:
        first, copy, other = said("A", LIGHTS), said("B", LIGHTS), said("C", LIGHTS)
        voices = {first.article.id: "wire", copy.article.id: "wire"}
        assert compare([first, copy], voices) == ()
        (found,) = compare([first, copy, other], voices)
        assert found.outlets == ("A", "C")
        edited = said("B", LIGHTS.replace("older", "weaker"))
        (found,) = compare([first, edited], {**voices, edited.article.id: "wire"})
        assert (found.kind, found.outlets) == (DriftKind.REWORDED, ("A", "B"))

    def test_an_outlet_that_repeats_itself_is_one_voice(self) -> None:
        assert compare([said("A", LIGHTS), said("A", LIGHTS, "And the bill was large.")]) == ()

    def test_the_first_to_print_it_stands_first(self) -> None:
        late, early = said("A", LIGHTS, hours=5), said("B", LIGHTS, hours=1)
        assert one(late, early).outlets == ("B", "A")


class TestCut:
    @pytest.mark.parametrize(
        ("part", "left_out"),
        [
            ("We switched the harbour lights off", ["because the cables were older than the mayor"]),
            ("because the cables were older than the mayor", ["We switched the harbour lights off"]),
            ("the harbour lights off because the cables", ["We switched", "were older than the mayor"]),
            ("We switched the harbour lights off … older than the mayor", ["because the cables were"]),
        ],
    )
    def test_a_part_or_an_open_ellipsis_is_a_cut(self, part: str, left_out: list[str]) -> None:
        found = one(said("A", LIGHTS), said("B", part))
        assert found.kind is DriftKind.CUT
        assert [marked(wording) for wording in found.wordings] == [left_out, []]

    def test_one_quote_here_and_two_there_are_one_utterance(self) -> None:
        second = "Nobody was hurt and nobody will pay a higher bill this winter."
        found = one(said("A", f"{LIGHTS}. {second}"), said("B", LIGHTS, second))
        assert (found.kind, len(found.wordings), len(found.quotes)) == (DriftKind.CUT, 3, 3)

    def test_an_utterance_in_two_paragraphs_is_compared_as_one(self) -> None:
        first, second = "The cables were older than the mayor.", "We switched the harbour lights off."
        whole = said("B", f"{first} {second}")
        text = f"“{first}\n\n“{second}” Silva said."
        parts = annotated("Two", text, (first, "Ana Silva"), (second, None), outlet="A")
        merged = replace(
            parts.quotes[0], spans=(parts.quotes[0].spans[0], parts.quotes[1].spans[0]), speaker="Ana Silva"
        )
        assert one(whole, AnnotatedArticle(parts.article, (merged,))).kind is DriftKind.ALIKE


class TestReworded:
    def test_each_wording_marks_its_own_words(self) -> None:
        found = one(
            said(
                "A", "We did not strike for a headline. We struck because three people were hurt in a year,"
            ),
            said(
                "B",
                "We did not strike for headlines. We struck because three of our people were hurt this year.",
            ),
        )
        assert found.kind is DriftKind.REWORDED
        assert [marked(wording) for wording in found.wordings] == [
            ["a headline", "in a"],
            ["headlines", "of our", "this"],
        ]

    def test_a_lost_negation_is_no_cut(self) -> None:
        found = one(
            said("A", "We will not reopen the harbour bridge before spring."),
            said("B", "We will reopen the harbour bridge before spring."),
        )
        assert found.kind is DriftKind.REWORDED
        assert [marked(wording) for wording in found.wordings] == [["not"], []]

    def test_a_sentence_left_out_silently_is_no_cut(self) -> None:
        first, middle, last = LIGHTS, "It was raining.", "Nobody was hurt and nobody will pay for it."
        found = one(said("A", f"{first}. {middle} {last}"), said("B", f"{first}. {last}"))
        assert found.kind is DriftKind.REWORDED
        assert marked(found.wordings[0]) == ["It was raining"]

    def test_a_word_changed_at_the_end_is_marked(self) -> None:
        found = one(said("A", LIGHTS), said("B", LIGHTS.replace("mayor", "bishop")))
        assert [marked(wording) for wording in found.wordings] == [["mayor"], ["bishop"]]

    def test_outlets_of_one_wording_stand_together(self) -> None:
        other = LIGHTS.replace("older", "weaker")
        found = one(said("A", LIGHTS), said("B", other), said("C", LIGHTS))
        assert [wording.outlets for wording in found.wordings] == [("A", "C"), ("B",)]

    def test_the_nearest_sentence_is_the_one(self) -> None:
        farms = "We will not raise the harbour fee on small farms before next winter."
        boats = "We will not raise the harbour fee on small boats before next winter."
        found = compare([said("A", farms, boats), said("B", boats)])
        assert [(drift.kind, drift.wordings[0].quote.text) for drift in found] == [(DriftKind.ALIKE, boats)]


class TestApart:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (
                "We will not raise taxes on working families this year.",
                "We will not raise taxes on small farms next spring.",
            ),
            (
                "I met the director of the harbour company about her use of a private boat",
                "The evidence on the director's use of a private boat contradicts what the harbour council was told",
            ),
            ("We need a new bridge.", "We need a new school, and we need it before the winter comes."),
            ("Thank you very much.", "Thank you all, and thank you very much for coming."),
            ("The council has failed the island.", "The island has never failed the council."),
            ("It is what it is.", "It is what it is and it was what it was."),
        ],
    )
    def test_sentences_of_one_speaker_that_share_words(self, one: str, other: str) -> None:
        assert compare([said("A", one), said("B", other)]) == ()

    def test_the_same_words_of_two_people(self) -> None:
        assert compare([said("A", LIGHTS), said("B", LIGHTS, speaker="Rui Costa")]) == ()
        assert compare([said("A", LIGHTS), said("B", LIGHTS, speaker="Joana Silva")]) == ()

    @pytest.mark.parametrize("speaker", ["Silva", "A. Silva", "Ana M. Silva", "the mayor", None])
    def test_a_speaker_who_may_be_the_same_is_no_hindrance(self, speaker: str | None) -> None:
        assert one(said("A", LIGHTS), said("B", LIGHTS, speaker=speaker)).kind is DriftKind.ALIKE

    def test_a_phrase_of_somebody_unknown(self) -> None:
        assert (
            compare([said("A", "build the harbour wall"), said("B", "build the harbour wall", speaker=None)])
            == ()
        )

    def test_translations(self) -> None:
        assert compare([said("A", LIGHTS, language="en"), said("B", LIGHTS, language="de")]) == ()
        assert compare([said("A", LIGHTS, language="en"), said("B", LIGHTS)]) != ()

    def test_what_is_no_speech(self) -> None:
        titles = [
            annotated(
                f"Show {name}", f"See “{LIGHTS}”.", (LIGHTS, None), outlet=name, kind=QuoteKind.NOT_SPEECH
            )
            for name in "AB"
        ]
        assert compare(titles) == ()
