"""A text held against its sources: each fault by its kind and words, and what is left unchecked."""

from __future__ import annotations

import pytest

from bot.adapters.lexicons import lexicon, with_quotes
from bot.core.checks.sourced import CheckedSentence, SourceSentences, check, claimed
from bot.model import Reason
from tests.fakes.stored_articles import article
from tests.fakes.stories import BRIDGE, STRIKE

SOURCES = SourceSentences.of([STRIKE, BRIDGE], lexicon())
CARS = "About 40,000 cars cross the Aldmouth bridge on a working day."
SAID = "“We will not open it again before every cable has been tested,”"


def found(text: str) -> list[tuple[Reason, str]]:
    return [(fault.reason, fault.words) for one in check(text, SOURCES) for fault in one.faults]


@pytest.mark.parametrize(
    "text",
    [
        CARS,
        "The bridge was closed on Sunday night after engineers found cracks in two of its cables.",
        f"{SAID} said Mayor Ana Silva.",
        f"{SAID} Silva said.",
        f"{SAID}\n– Ana Silva, mayor of Aldmouth",
        "Mayor Ana Silva said the bridge “will not open again before every cable has been tested.”".replace(
            "“will not open again", "“will not open it again"
        ),
        "Ferries will carry passengers free of charge from six in the morning.",
    ],
)
def test_what_the_sources_say_is_clean_and_names_where(text: str) -> None:
    one, *_ = check(text, SOURCES)
    assert (one.faults, one.left) == ((), "")
    assert (one.support or 0) > 0.5
    assert one.cites[0].article == BRIDGE.article


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        (CARS.replace("40,000", "45,000"), Reason.NUMBER, "45,000"),
        ("The bridge was closed to all traffic on Friday night.", Reason.DATE, "Friday"),
        ("Boris Halvorsen closed the Aldmouth bridge to all traffic.", Reason.NAME, "Boris Halvorsen"),
        ("Ferries will not carry passengers free of charge from six.", Reason.NEGATION, "not"),
        ("The Aldmouth bridge was opened to all traffic on Sunday night.", Reason.ANTONYM, "opened"),
        (
            "“We will never open it again,” said Mayor Ana Silva.",
            Reason.QUOTE,
            "“We will never open it again,”",
        ),
        ("Silva said: “open it again before every cable has been tested.”", Reason.QUOTE, ""),
        ("The bridge is “closed to all traffic” since Sunday.", Reason.QUOTE, "“closed to all traffic”"),
        (f"{SAID} said Rui Costa.", Reason.SPEAKER, "Rui Costa"),
        (f"{SAID}\n– Rui Costa, engineer", Reason.SPEAKER, "Rui Costa"),
        ("The library in Ostrey lends books to nobody older than twelve.", Reason.NAME, "Ostrey"),
        ("Penguins swim faster when they have eaten herring.", Reason.UNSUPPORTED, ""),
    ],
)
def test_what_they_do_not_say_is_named_by_its_kind_and_words(text: str, kind: Reason, words: str) -> None:
    faults = found(text)
    assert kind in [reason for reason, _ in faults]
    assert any(said == words for reason, said in faults if reason is kind and words) or not words


def test_lines_that_are_no_english_sentences_are_left_and_said_to_be() -> None:
    text = (
        "Bridge closed\n\nNewsletter No. 45\n\nDie Brücke ist seit Sonntag für alle Autos und auch Busse zu."
    )
    assert [one.left for one in check(text, SOURCES)] == ["no sentence", "no sentence", "not in English"]


def test_what_is_said_of_a_text_is_left() -> None:
    ours = "Every sentence and quote is copied word for word."
    (one,) = check(ours, SOURCES, ours=f"{ours} And more.")
    assert one.left == "said of the text"


def test_lists_and_wrapped_lines_are_read_as_sentences_with_their_places() -> None:
    text = f"# News\n\n- {CARS}\n1. The bridge was closed to all traffic on Sunday night after\n   engineers found cracks."
    _, first, second = check(text, SOURCES)
    assert text[first.span.start : first.span.end] == first.text == CARS
    assert second.text.endswith("night after engineers found cracks.")
    assert not first.faults + second.faults


def test_a_quote_of_several_sentences_is_judged_once() -> None:
    text = "“Nobody asked the people. They lied to us,” Costa said on Sunday."
    sentences: tuple[CheckedSentence, ...] = check(text, SOURCES)
    assert sum(fault.reason is Reason.QUOTE for one in sentences for fault in one.faults) == 1


def test_a_claim_is_as_good_as_its_worst_sentence() -> None:
    text = BRIDGE.article.text
    good, none = claimed(CARS, [text], lexicon())
    bad, faults = claimed(f"{CARS} It was shut in 1987.", [text], lexicon())
    assert none == ()
    assert [fault.words for fault in faults] == ["1987"]
    assert bad < 0.5 < good
    assert claimed("Ferries sail.", [], lexicon())[0] < 0.5


def test_an_empty_text_has_no_sentences() -> None:
    assert check("\n \n", SOURCES) == ()
    assert check(CARS, SourceSentences.of([], lexicon()))[0].faults


SISTERS = (
    "Edith Pine and her sister Dora Pine spoke after the hearing. “She lost two years of her life to this,” "
    "Edith Pine said. Robert Lane, their lawyer, said: “We will ask for every crown of it.”"
)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("“She lost two years of her life to this,” Edith Pine said.", True),
        ("“She lost two years of her life to this,” Pine said.", True),
        ("“She lost two years of her life to this,” Dora Pine said.", False),
        ("“We will ask for every crown of it,” Rob Lane said.", True),
    ],
)
def test_two_of_one_surname_are_told_apart_by_their_given_names(text: str, clean: bool) -> None:
    source = with_quotes(article(SISTERS, "https://a.example/pine", "Sisters speak"))
    reasons = [
        fault.reason for one in check(text, SourceSentences.of([source], lexicon())) for fault in one.faults
    ]
    assert (Reason.SPEAKER in reasons) is not clean


def test_other_scripts_are_left_however_short() -> None:
    left = [one.left for one in check("الجسر مغلق.\n橋は閉鎖された。\nМост закрыт.", SOURCES)]
    assert left == ["not in English"] * 3


def test_a_list_of_quotes_gives_none_to_the_speaker_of_the_next_line() -> None:
    text = f"{SAID[:-2]}.”\n“Another word altogether,” said Rui Costa."
    first, *_ = check(text, SOURCES)
    assert first.faults == ()


def test_words_in_brackets_are_said_to_be_the_writers() -> None:
    text = "“We will not open it again [this year] before every cable has been tested,” said Mayor Ana Silva."
    (fault,) = (fault for one in check(text, SOURCES) for fault in one.faults)
    assert fault.reason is Reason.QUOTE
    assert fault.why.startswith("The words in brackets")


def test_an_empty_text_has_nothing_to_check_and_a_source_counts_once() -> None:
    assert check("", SOURCES) == check(" \n\t\n", SOURCES) == ()
    twice = SourceSentences.of([BRIDGE, BRIDGE], lexicon())
    assert [one.faults for one in check(CARS, twice)] == [()]
