from __future__ import annotations

import pytest

from bot.model import Link
from bot.platforms.discord.escape import escaped, link, plain_name, resolved, without


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words, 2.4 million", "plain words, 2.4 million"),
        ("*bold* _it_ ~~no~~ `code` ||hidden||", r"\*bold\* \_it\_ \~\~no\~\~ \`code\` \|\|hidden\|\|"),
        ("[bank](https://evil.example)", r"\[bank\](https\://evil.example)"),
        ("@everyone", "@\u200beveryone"),
        ("<@12> <@&3> <#4>", "\\<@\u200b12> \\<@\u200b&3> \\<#4>"),
        ("a@b", "a@\u200bb"),
        ("at 5 @ noon", "at 5 @ noon"),
        ("# big", r"\# big"),
        ("C# and #1", "C# and #1"),
        ("-# small", r"\-# small"),
        ("- point", r"\- point"),
        ("> said", r"\> said"),
        ("1. one", r"1\. one"),
        ("1.5 metres", "1.5 metres"),
        ("discord.gg/evil", r"discord.gg\/evil"),
        ("and/or", "and/or"),
        ("back\\slash", r"back\\slash"),
        ("two\nlines", "two lines"),
        ("turned \u202eround", "turned round"),
        ("", ""),
    ],
)
def test_what_discord_would_read_is_shown_as_it_stands(text: str, shown: str) -> None:
    assert escaped(text, 200) == shown


def test_a_text_is_cut_between_characters_and_never_within_an_escape() -> None:
    assert escaped("*" * 10, 7) == r"\*\*\*…"
    assert escaped("abcdef", 6) == "abcdef"
    assert escaped("abcdefg", 6) == "abcde…"
    assert all(len(escaped("@a*" * 50, longest)) <= longest for longest in range(1, 60))


def test_a_link_keeps_its_brackets_to_itself() -> None:
    made = link(Link("The [Post](x)", "https://post.example/a_(b)*c"))
    assert made == "[The (Post)(x)](https://post.example/a_%28b%29%2Ac)"


def test_a_link_that_may_not_be_opened_is_its_name_alone() -> None:
    assert link(Link("Post", "javascript:alert(1)")) == "Post"


def test_what_a_person_wrote_names_those_whom_it_mentions() -> None:
    names = {"1": "Ada", "#2": "news", "&3": "crew"}
    said = "<@1> <@!1> <#2> <@&3> <@9> <#9> <@&9> <:smile:44> <t:170:R>"
    assert resolved(said, names) == "@Ada @Ada #news @crew @somebody #channel @role :smile: 170"


def test_the_mention_of_the_bot_is_taken_out() -> None:
    assert without("<@7> what of the <@8>?", "7") == "what of the <@8>?"


def test_a_name_is_never_empty_nor_too_long() -> None:
    assert plain_name("\u200b", 100) == "On Record"
    assert len(plain_name("x" * 200, 100)) == 100
