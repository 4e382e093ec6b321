"""What is found in an article of our own that has the traits of scraped news: one test a trait."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.core.forms import quote_rows
from bot.core.quotes import find_quotes
from bot.model import QuoteKind
from tests.fakes.articles import article, english, quotes, read, spoken

SCRAPED = Path(__file__).with_name("scraped.txt").read_text("utf-8")


def test_an_article_as_scraped_gives_its_speakers_and_their_roles() -> None:
    found = [
        (quote.text.split()[0], quote.kind.value, quote.speaker, quote.role) for quote in quotes(SCRAPED)
    ]
    assert found == [
        ("bound", "quote", "Ada Lindqvist", "Harbour Minister"),
        ("old", "quote", "Ada Lindqvist", "Harbour Minister"),
        ("the", "fragment", "Ada Lindqvist", "Harbour Minister"),
        ("The", "quote", "Ada Lindqvist", "Harbour Minister"),
        ("I", "quote", "Carl Odegaard", "Treasury spokesman"),
        ("as", "quote", "Rita Falk", "union spokeswoman"),
        ("I", "quote", "Nora Espeland", "a 71-year-old quay resident"),
        ("Goliaths,", "not-speech", None, None),
        ("The", "quote", "Sven Haraldson", "President"),
        ("the", "quote", "Harbour Commission", None),
        ("It", "quote", "Tone Hagen", "Norway’s Fisheries Minister"),
        ("unacceptable", "fragment", "Rita Falk", "union spokeswoman"),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“We will go,” said Ida Quist.", ["We will go,"]),
        ('"We will go," said Ida Quist.', ["We will go,"]),
        ("''We will go,'' said Ida Quist.", ["We will go,"]),
        ("„We will go“, said Ida Quist.", ["We will go"]),
        ("«We will go», said Ida Quist.", ["We will go"]),
        ("‘We will go,’ said Ida Quist. ‘It’s the workers’ day.’", ["We will go,", "It’s the workers’ day."]),
        ("“He said ‘no’ to us,” said Ida Quist.", ["He said ‘no’ to us,"]),
        ("''He said 'no,''' said Ida Quist.", ["He said 'no,'"]),
        ("Ida Quist is 5'11\" tall and it's late.", []),
        ('It was 6" deep. "We will go," said Ida Quist.', ["We will go,"]),
    ],
)
def test_marks_of_every_sort_are_paired(text: str, words: list[str]) -> None:
    assert [quote.text for quote in quotes(text)] == words


def test_speech_that_opens_again_each_paragraph_is_one_utterance() -> None:
    text = "“We will go now,” said Ida Quist. “The pier is old.\n\n“And the town is older.”\n\nShe left."
    first, second = quotes(text)
    assert first.words == ("We will go now,",)
    assert second.words == ("The pier is old.", "And the town is older.")
    assert {first.speaker, second.speaker} == {"Ida Quist"}


def test_a_lost_mark_swallows_no_more_than_its_own_paragraph() -> None:
    text = "“We will go now, said Ida Quist.\n\nThe day was cold.\n\n“It is late here,” Bo Lund said."
    assert spoken(text) == [("We will go now,", "Ida Quist"), ("It is late here,", "Bo Lund")]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“We will go now,” Ida Quist said.", "Ida Quist"),
        ("“We will go now,” said Ida Quist, who runs the pier.", "Ida Quist"),
        ("Ida Quist said: “We will go now.”", "Ida Quist"),
        ("Ida Quist, the mayor, told reporters that “we will go now.”", "Ida Quist"),
        ("According to Ida Quist, the council “will not go now.”", "Ida Quist"),
        ("Ida Quist opened the pier with Bo Lund. “We will go now,” she said.", "Ida Quist"),
        ("“We will go now,” a spokesman for Ida Quist said.", "a spokesman for Ida Quist"),
        ("“We will go now,” officials said.", "officials"),
        ("“We will go now,” the Harbour Commission said in a statement.", "Harbour Commission"),
    ],
)
def test_a_speaker_is_found_wherever_the_cue_stands(text: str, speaker: str) -> None:
    (quote,) = quotes(text)
    assert quote.speaker == speaker


@pytest.mark.parametrize(
    ("around", "speaker", "role"),
    [
        (
            "Ida Quist, head of the WHO office in Lunda, spoke. {} Quist said.",
            "Ida Quist",
            "head of the WHO office in Lunda",
        ),
        ("Ida Quist, author of “The Long Pier of Lunda”, spoke. {} Quist said.", "Ida Quist", None),
        ("{} Vice Premier Ida Quist said.", "Ida Quist", "Vice Premier"),
        ("Ida Quist, and her husband spoke. {} Quist said.", "Ida Quist", None),
        ("They helped to send candidate Ida Quist to Lunda. {} Quist said.", "Ida Quist", None),
        ("An article floated Lund picking Republican Ida Quist. {} Quist said.", "Ida Quist", None),
        ("Reps. Ida Quist and Bo Lund spoke. {} Quist said.", "Ida Quist", None),
        ("Following Adele's song, nobody spoke.\n\n{} Adele said.", "Adele", None),
        ("Alleged gang leader Ida Quist spoke. {} Quist said.", "Ida Quist", "Alleged gang leader"),
        ("{} said the suspected gang leader Ida Quist.", "Ida Quist", "suspected gang leader"),
        ("{} said acting mayor Ida Quist.", "Ida Quist", "acting mayor"),
        ("{} said Lt. Cmdr. Ida Quist.", "Ida Quist", "Lt. Cmdr."),
        (
            "{} said Secretary of State for Work and Pensions Ida Quist.",
            "Ida Quist",
            "Secretary of State for Work and Pensions",
        ),
        ("{} said Secretary of State Ida Quist and Bo Lund.", "Ida Quist", "Secretary of State"),
        (
            "New Jersey Attorney General Ida Quist spoke. {} Quist said.",
            "Ida Quist",
            "New Jersey Attorney General",
        ),
        ("The WHO’s Dr. Ida Quist spoke. {} Quist said.", "Ida Quist", None),
        ("Lund is British Prime Minister. {} the new prime minister said.", None, None),
    ],
)
def test_a_name_and_a_role_are_whole_or_left(around: str, speaker: str | None, role: str | None) -> None:
    text = around.format("“We will go to the pier and look at it,”")
    found = next(quote for quote in quotes(text) if quote.text.startswith("We will"))
    assert (found.speaker, found.role) == (speaker, role)


def test_speech_in_two_halves_has_one_speaker() -> None:
    text = "Bo Lund waited. “We will go,” Ida Quist said, “when the wind turns.” “It may be late.”"
    assert [speaker for _, speaker in spoken(text)] == ["Ida Quist"] * 3


def test_namesakes_are_kept_apart() -> None:
    text = (
        "Mrs. Quist opened the pier with her brother, Mr. Quist. "
        "Ida Quist is the mayor; Bo Quist is a fisherman.\n\n"
        "“We will go now,” said Ida Quist.\n\n“I will stay at home,” said Bo Quist."
    )
    assert [speaker for _, speaker in spoken(text)] == ["Ida Quist", "Bo Quist"]


@pytest.mark.parametrize(
    "text",
    [
        "She wrote a novel titled “The Long Winter of the Pier” last year.",
        "They met at a film called “Harbour Lights” on Monday.",
    ],
)
def test_titles_are_no_speech(text: str) -> None:
    assert [quote.kind for quote in quotes(text)] == [QuoteKind.NOT_SPEECH]


@pytest.mark.parametrize(
    "text",
    [
        "Threats came, with readers writing, “Lund must hang” – referencing Mayor Ana Lund, who “signed off” on it.",
        "Users wrote “burn it all” in the forum, alluding to Mayor Ana Lund, who closed the harbour.",
        "The letter said “your days are over” – a reference to Mayor Ana Lund, who closed the harbour.",
    ],
)
def test_whom_words_are_about_did_not_say_them(text: str) -> None:
    assert "Ana Lund" not in {quote.speaker for quote in quotes(text)}


def test_a_quote_that_nobody_is_near_has_no_speaker() -> None:
    (quote,) = quotes("The sky was grey.\n\n“It will rain again before the night.”\n\nThe sea was calm.")
    assert quote.speaker is None


def test_rows_are_slices_split_at_paragraphs_and_linked() -> None:
    text = "“The pier is old.\n\n“And the town is older,” said Ida Quist."
    made = read(text)
    rows = quote_rows(made)
    assert [row["quote_text"] for row in rows] == ["The pier is old.", "And the town is older,"]
    assert [row["segment_of"] for row in rows] == [None, rows[0]["quote_start"]]
    for row in rows:
        start, end = row["quote_start"], row["quote_end"]
        assert isinstance(start, int)
        assert isinstance(end, int)
        assert text[start:end] == row["quote_text"]
        assert row["speaker"] == "Ida Quist"
        assert row["cue"] == "said"
    assert json.loads(json.dumps(rows)) == rows


def test_an_article_without_marks_has_no_quotes() -> None:
    assert find_quotes(article("Nobody said a word, they said."), english()) == ()
    assert find_quotes(article(""), english()) == ()
