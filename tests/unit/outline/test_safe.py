from __future__ import annotations

import pytest

from bot.core.outline.safe import cut, link_name, one_line, safe_url, shown
from bot.model import Link


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ("plain words", "plain words"),
        ("one\r\ntwo\u2028three", "one\ntwo\nthree"),
        ("tab\there\u00a0and", "tab here and"),
        ("turned\u202e round\u2066", "turned round"),
        ("zero\u200bwidth\ufeff\u2060", "zerowidth"),
        ("bell\x07 and escape\x1b[31m", "bell and escape[31m"),
        ("half \ud800 a pair", "half  a pair"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d🔬 lab", "👩\u200d🔬 lab"),
        ("Zo" + "\u0301" * 30 + "e", "Zo" + "\u0301" * 4 + "e"),
    ],
)
def test_what_does_not_show_is_left_out(given: str, left: str) -> None:
    assert shown(given) == left


def test_one_line_has_single_spaces() -> None:
    assert one_line(" two\n\n lines \u200b here ") == "two lines here"


def test_what_is_cut_says_so() -> None:
    assert cut("harbour talks", 50) == "harbour talks"
    assert cut("harbour talks", 9) == "harbour…"
    assert len(cut("x" * 100, 10)) == 10


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "ftp://harbour.example/x",
        "https://",
        "https:///path",
        "http://[::1",
        "https://harbour.example/a b",
        "https://harbour.example/<!here>",
        "https://harbour.example/\u202egpj.exe",
        "https://harbour.example/" + "a" * 2000,
        "slack://channel?id=1",
    ],
)
def test_an_address_that_a_reader_should_not_be_led_to_is_none(url: str) -> None:
    assert safe_url(url) is None


@pytest.mark.parametrize("url", ["https://harbour.example/a?b=1&c=2#d", "http://hafen.example/straße"])
def test_an_address_of_an_article_stays_as_it_is(url: str) -> None:
    assert safe_url(url) == url


@pytest.mark.parametrize(
    ("name", "url", "called"),
    [
        ("Harbour Post", "https://harbour.example/x", "Harbour Post"),
        ("harbour.example", "https://www.harbour.example/x", "harbour.example"),
        ("News.Harbour.example", "https://news.harbour.example/x", "News.Harbour.example"),
        ("https://bank.example/login", "https://evil.example/x", "evil.example"),
        ("www.bank.example", "https://evil.example/x", "evil.example"),
        ("bank.example and evil.example", "https://evil.example/x", "evil.example"),
        ("", "https://harbour.example/x", "harbour.example"),
        ("\u200b", "https://harbour.example/x", "harbour.example"),
        *(
            (f"bank{dot}example", "https://evil.example/x", "evil.example")
            for dot in (
                "\uff0e",
                "\u2024",
                "\ufe52",
                "\uff61",
                "\u3002",
                "\ua4f8",
                "\u0701",
                "\u200d.",
                ".\ufe0f",
            )
        ),
        ("\uff42\uff41\uff4e\uff4b.example", "https://evil.example/x", "evil.example"),
        ("b\u0430nk.example", "https://bank.example/x", "bank.example"),
        ("bank.example", "https://b\u0430nk.example/x", "xn--bnk-6cd.example"),
        ("首相が辞任へ。総選挙は来月", "https://harbour.example/x", "首相が辞任へ。総選挙は来月"),
        ("El col·legi obre avui", "https://harbour.example/x", "El col·legi obre avui"),
    ],
)
def test_a_link_is_not_called_like_another_address(name: str, url: str, called: str) -> None:
    assert link_name(Link(name, url)) == called
