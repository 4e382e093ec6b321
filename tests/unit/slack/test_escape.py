from __future__ import annotations

import pytest

from bot.platforms.slack.escape import escaped, fallback, plain, users_in, without
from bot.platforms.slack.limits import FALLBACK

NAMES = {"U1": "Ada", "W2": ""}


def resolved(text: str) -> str:
    return plain(text, lambda user: NAMES.get(user, ""))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("who paid?", "who paid?"),
        ("ask <@U1> and <@U9|noel>", "ask @Ada and @noel"),
        ("<@W2> is unknown", "@W2 is unknown"),
        ("in <#C1|news> or <#C2>", "in #news or #C2"),
        ("<!here> <!channel|channel> <!subteam^S1|@desk> <!subteam^S2>", "@here @channel @desk @group"),
        ("at <!date^1392734382^{date}|18 February 2014>", "at 18 February 2014"),
        ("<https://harbour.example/a?b=1&amp;c=2>", "https://harbour.example/a?b=1&c=2"),
        ("<https://harbour.example/a|harbour.example/a>", "https://harbour.example/a"),
        ("<https://harbour.example/a|the report>", "the report (https://harbour.example/a)"),
        ("<mailto:ada@harbour.example|ada@harbour.example>", "ada@harbour.example"),
        ("1 &lt; 2 &amp;&amp; 3 &gt; 2", "1 < 2 && 3 > 2"),
        ("&lt;@U1&gt;", "<@U1>"),
        ("a < b", "a < b"),
    ],
)
def test_what_a_person_wrote_is_read_without_slack_s_marks(typed: str, read: str) -> None:
    assert resolved(typed) == read


def test_who_is_mentioned_is_known_and_one_can_be_taken_out() -> None:
    text = "<@U1> ask <@U2|noel> and <@U1> &lt;@U3&gt;"
    assert users_in(text) == ["U1", "U2"]
    assert without("<@U1> who paid, <@U2>?", "U1") == "who paid, <@U2>?"
    assert without("<@U1|record>", "U1") == ""


def test_only_three_characters_are_escaped() -> None:
    assert escaped("<!here> & 'quotes' \"too\"") == "&lt;!here&gt; &amp; 'quotes' \"too\""


def test_a_fallback_is_cut_between_characters_and_never_inside_an_entity() -> None:
    text = fallback(["first", "&" * 5_000, "never"])
    assert len(text) <= FALLBACK
    assert text.startswith("first\n&amp;&amp;")
    assert text.endswith("&amp;…")
    assert "never" not in text


def test_a_fallback_leaves_empty_lines_out() -> None:
    assert fallback(["one", "", "two"]) == "one\ntwo"


def test_nothing_in_a_fallback_is_bold_a_link_or_a_ping() -> None:
    text = fallback(["*bold* _it_ ~no~ `code` @here @Channel https://evil.example/x mailto:a@b.example"])
    assert not set("*_~`") & set(text)
    assert "@here" not in text
    assert "@Channel" not in text
    assert "://" not in text
    assert "mailto:" not in text
