"""Whatever people write, what is told of it is theirs, and a link is one."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.core.threads import excerpts, link_in, wanted
from bot.core.threads.talk import LONGEST, MOST_SAID
from bot.model import Message, Talk

AT = datetime(2026, 3, 2, tzinfo=UTC)
PIECES = st.sampled_from(
    [
        "The ferry sails.",
        "\n",
        "> ",
        "```",
        "“No",
        "”",
        " and we wait",
        "https://a.example/x).",
        "…",
        "é",
        "日本語。",
        " ",
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=12), max_size=12).map("".join)


@given(st.lists(st.tuples(st.sampled_from(["Ana", "Ben", ""]), TEXTS), max_size=8))
def test_what_is_told_is_a_slice_of_a_message_of_its_author(lines: list[tuple[str, str]]) -> None:
    messages = tuple(
        Message(str(at), author, text, AT, f"https://chat.example/{at}")
        for at, (author, text) in enumerate(lines)
    )
    found = excerpts(Talk(messages))
    assert len(found) <= MOST_SAID
    for said in found:
        author, text = lines[int(said.url.rpartition("/")[2])]
        assert said.author == author
        assert said.text in text
        assert 0 < len(said.text) <= LONGEST
        assert "\n" not in said.text


@given(TEXTS, st.booleans())
def test_a_link_is_within_the_text_and_every_text_wants_something(text: str, in_thread: bool) -> None:
    link = link_in(text)
    assert link is None or (link in text and link.lower().startswith(("http://", "https://")))
    assert wanted(text, in_thread) is not None
