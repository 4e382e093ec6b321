from __future__ import annotations

import pytest

from bot.core.quotes.verify import supported_speaker, verify
from tests.fakes.articles import english, read

TEXT = """Mayor Ida Quist closed the ferry on Monday.

“It’s a well-kept secret that the ferry is not safe — we lost 3.5 of 12 engines, and $40 a day,” Quist said.

“The U.S. makers won’t answer,” Quist said.

The deputy mayor said the winter was hard. “An unwinnable fight,” said Tom Aubert, who runs the pier.

“We find the office… then it’s ‘closed for good’ again.

“And nobody tells us why,” he added.
"""


def found(claimed: str) -> str | None:
    quote = verify(claimed, read(TEXT), english())
    return quote.text if quote else None


@pytest.mark.parametrize(
    ("claimed", "slice_"),
    [
        ("the ferry is not safe", "the ferry is not safe"),
        (
            '"It\'s a well-kept secret that the ferry is not safe"',
            "It’s a well-kept secret that the ferry is not safe",
        ),
        ("IT'S A WELL-KEPT   SECRET", "It’s a well-kept secret"),
        (
            "the ferry is not safe -- we lost 3.5 of 12 engines",
            "the ferry is not safe — we lost 3.5 of 12 engines",
        ),
        (
            "It’s a well-kept … that the ferry is not safe",
            "It’s a well-kept … that the ferry is not safe",
        ),
        ("it’s a well-kept [...] that the ferry", "It’s a well-kept … that the ferry"),
        (
            'We find the office... then it\'s "closed for good" again',
            "We find the office… then it’s ‘closed for good’ again",
        ),
        ("closed for good again. And nobody tells us why", None),
        (
            "then it’s ‘closed for good’ again. And nobody tells us why,",
            "then it’s ‘closed for good’ again. … And nobody tells us why",
        ),
        ("$40 a day", "$40 a day"),
        ("The U.S. makers won't answer.", "The U.S. makers won’t answer"),
    ],
)
def test_true_words_come_back_as_the_article_prints_them(claimed: str, slice_: str | None) -> None:
    assert found(claimed) == slice_


@pytest.mark.parametrize(
    "claimed",
    [
        "the ferry is safe",
        "the ferry is now safe",
        "the ferry [is] not safe",
        "win",
        "unwin",
        "winnable fight",
        "kept secret",
        "a well",
        "3.5 of 1",
        "5 of 12 engines",
        "we lost 3",
        "40 a day",
        "S. makers won't answer",
        "won",
        "we lost 5.3 of 12 engines",
        "closed the ferry on Monday",
        "the winter was hard",
        "not safe … It’s a well-kept secret",
        "the ferry … engines",
        "and $40 a day,” Quist said. “The U.S. makers",
        "$40 a day … The U.S. makers won’t answer",
        "",
        "…",
        "“”",
        "... ...",
    ],
)
def test_words_that_nobody_is_quoted_with_find_nothing(claimed: str) -> None:
    assert found(claimed) is None


def test_a_ligature_is_not_cut_in_half() -> None:
    article = read("“We are of one ofﬁce here, all of us,” said Ida Quist.")
    assert verify("of one office here", article, english())
    assert verify("of one of", article, english()) is None
    assert verify("ice here, all", article, english()) is None


def test_scripts_without_spaces_are_matched_between_characters() -> None:
    article = read("“私たちは船を止めません,” said Ida Quist.")
    quote = verify("船を止め", article, english())
    assert quote is not None
    assert quote.text == "船を止め"


def test_a_quote_of_another_article_finds_nothing() -> None:
    assert (
        verify("the ferry is not safe", read("“The ferry is fine today,” said Ida Quist."), english()) is None
    )


def test_a_claimed_speaker_comes_back_under_the_articles_name() -> None:
    article = read(TEXT)
    first = article.quotes[0]
    assert supported_speaker("Quist", first, english()) == "Ida Quist"
    assert supported_speaker("Mayor Ida Quist", first, english()) == "Ida Quist"


@pytest.mark.parametrize("claimed", ["Tom Aubert", "Bo Quist", "the mayor", "", "Ida"])
def test_a_speaker_the_text_does_not_support_is_refused(claimed: str) -> None:
    first = read(TEXT).quotes[0]
    assert supported_speaker(claimed, first, english()) is None


@pytest.mark.parametrize(
    ("claimed", "verifies"),
    [
        ("We will sell … the old pier", False),
        ("the pier stays … and a buyer comes", False),
        ("We won’t wait … for the storm", False),
        ("for the storm … and the tide", True),
    ],
)
def test_an_ellipsis_hides_no_word_that_turns_the_sentence_round(claimed: str, verifies: bool) -> None:
    text = (
        "“We will sell and we will not give away the old pier, the pier stays if the money lasts and a buyer "
        "comes,” Quist said.\n\n“We won’t wait and we don’t hope for the storm, the wind and the tide,” she said."
    )
    assert (verify(claimed, read(text), english()) is not None) is verifies
