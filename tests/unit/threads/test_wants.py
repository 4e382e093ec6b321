import pytest

from bot.core.threads import AskHelp, AskWords, BriefLink, CatchUp, link_in, wanted


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://quay.example/ferry", "https://quay.example/ferry"),
        ("have you seen (https://quay.example/ferry)?", "https://quay.example/ferry"),
        ("https://quay.example/ferry_(boat).", "https://quay.example/ferry_(boat)"),
        ("HTTPS://quay.example/a, and https://mill.example/b", "HTTPS://quay.example/a"),
        ("<https://quay.example/ferry|the ferry>", "https://quay.example/ferry"),
        ("*https://quay.example/ferry*", "https://quay.example/ferry"),
        ("http://127.0.0.1:8080/page?a=1&b=2", "http://127.0.0.1:8080/page?a=1&b=2"),
        ("javascript:alert(1)", None),
        ("https://nowhere", None),
        ("https://...", None),
        ("the ferry sails", None),
    ],
)
def test_the_address_in_a_text_is_found_without_the_marks_around_it(text: str, url: str | None) -> None:
    assert link_in(text) == url


def test_a_link_wants_its_briefing_whatever_stands_beside_it() -> None:
    assert wanted("please brief https://quay.example/ferry for us", in_thread=True) == BriefLink(
        "https://quay.example/ferry"
    )


@pytest.mark.parametrize(
    "text",
    [
        "catch me up",
        "Catch us up, please",
        "what did I miss?",
        "TL;DR",
        "summarize this thread",
        "recap please.",
    ],
)
def test_somebody_who_asks_to_be_caught_up_is_in_a_thread(text: str) -> None:
    assert wanted(text, in_thread=True) == CatchUp(asked=True)
    assert wanted(text, in_thread=False) == AskWords(text)


def test_a_mention_without_words_wants_the_thread_or_else_help() -> None:
    assert wanted(" \n", in_thread=True) == CatchUp(asked=False)
    assert wanted("", in_thread=False) == AskHelp()
    assert wanted("Help!", in_thread=True) == AskHelp()


def test_everything_else_is_a_question() -> None:
    assert wanted("who leads\nthe talks?", in_thread=True) == AskWords("who leads the talks?")
    assert wanted("help me catch up with the harbour talks", in_thread=True) == AskWords(
        "help me catch up with the harbour talks"
    )
