"""Words that a chat could read in its own way, and outlines that hold them in every place; for every chat."""

from __future__ import annotations

import json
import random
import string
from collections.abc import Iterator
from datetime import UTC, datetime

from bot.core import outline
from bot.model import (
    Answer,
    Article,
    Bullet,
    CheckedFeed,
    Cite,
    Control,
    DayLine,
    Difference,
    Entry,
    Feed,
    FeedHealth,
    FeedState,
    FeedStatus,
    Heading,
    Link,
    Links,
    Message,
    Outline,
    Paragraph,
    Passage,
    Quote,
    QuoteKind,
    Said,
    Section,
    Span,
    Table,
    ThreadBullet,
    Wording,
)

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
PIECES = (
    *(
        "<@123456789012345678>",
        "<@!123456789012345678>",
        "<@&123456789012345678>",
        "<#123456789012345678>",
        "<:bank:123456789012345678>",
        "<t:1700000000:R>",
        "</news ask:123456789012345678>",
        "<id:customize>",
    ),
    *(
        "[bank](<https://evil.example> 'x')",
        "discord.gg/evil",
        "https://discord.com/invite/evil",
        "||hidden||",
    ),
    *(
        "\n# big",
        "\n-# small",
        "\n- point",
        "\n1. one",
        "](https://evil.example)",
        "[",
        "](",
        ")",
        "__under__",
    ),
    *(
        "<@U012ABC>",
        "<!here>",
        "<!channel>",
        "<!everyone>",
        "<!subteam^S1|all>",
        "@here",
        "@channel",
        "@everyone",
    ),
    *(
        "<https://evil.example|bank>",
        "https://evil.example/x",
        "[bank](https://evil.example)",
        "mailto:a@evil.example",
    ),
    *("<#C012|news>", "<!date^1^{date}^https://evil.example|now>", "&lt;!here&gt;", "&amp;", "<", ">", "|"),
    *("*bold*", "_it_", "~no~", "`code`", "```\nblock\n```", "\n> quote", "\n• point", ":smile:", "\\"),
    *("bank\u2024example", "bank\uff0eexample", "bank\uff61example", "bank\u200d.example"),
    *("\u202e", "\u202a", "\u2066", "\u2069", "\u200f", "\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad"),
    *(
        "\x00",
        "\x07",
        "\x1b[31m",
        "\ud800",
        "\udfff",
        "\u2028",
        "\r\n",
        "\t",
        "\u00a0",
        "\u3164",
        "Zo" + "\u0301" * 40,
    ),
    *("你好世界", "שלום", "مرحبا", "👩\u200d🔬", "🏴", "ﬁ", "Ａ＠ｈｅｒｅ", "javascript:alert(1)", "", " "),
)
ADDRESSES = (
    *(
        "https://harbour.example/a",
        "https://harbour.example/a?x=1&y=<!here>",
        "javascript:alert(1)",
        "data:text/html,x",
    ),
    *(
        "https://harbour.example/\u202e",
        "http://[::1",
        "slack://open",
        "https://harbour.example/" + "a" * 5000,
        "",
        "//evil.example",
    ),
    *(
        "https://harbour.example/a|<!channel>",
        "https://user:pw@harbour.example/",
        "https://harbour.example/ä",
    ),
)


TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of what follows (Unicode, UAX 9), so that it reads as something else."""


def turned(payload: object) -> frozenset[str]:
    """Those in any text of a payload."""
    return TURNING & set(json.loads(json.dumps(json.dumps(payload, ensure_ascii=False))))


def hostile(luck: random.Random) -> str:
    """Pieces that chats read in their own way, between letters; one in 200 is 40,000 characters long."""
    pieces = [
        luck.choice(PIECES) + luck.choice(string.ascii_letters + "  ") for _ in range(luck.randint(1, 8))
    ]
    words = "".join(pieces)
    return (words * (40_000 // len(words) + 1))[:40_000] if luck.random() < 0.005 else words


def article(words: str, address: str, outlet: str) -> Article:
    return Article("a" + outlet[:3], address, outlet, words, words + ".", NOW)


def outlines(luck: random.Random) -> Iterator[tuple[Outline, set[str]]]:
    """An outline with these words in every place, and the addresses that its articles have."""
    said, speaker, outlet, address = hostile(luck), hostile(luck), hostile(luck), luck.choice(ADDRESSES)
    one, other = article(said, address, outlet), article(said, "https://valley.example/b", outlet + "2")
    whole = Span(0, len(said))
    quote = Quote(one, (whole,), QuoteKind.QUOTE, speaker, said)
    cites = (Cite(one, whole), Cite(other, whole))
    spoken = Message("1", speaker, said, NOW, "https://tern.slack.example/archives/C1/p1")
    blocks = (
        Heading(said),
        Paragraph(said),
        Bullet(said, cites, (quote,)),
        Bullet(speaker, cites),
        Difference(cites),
        quote,
        Wording(quote, (outlet, "Post"), (Span(0, 1),)),
        Passage(one, whole, Span(0, 1)),
        Said(spoken, whole),
        ThreadBullet(speaker, (spoken, spoken)),
        Links(said, (Link(outlet, address), Link(said, "https://valley.example/b"))),
        Table((said, "b"), ((outlet, address), (said, speaker))),
    )
    controls = (Control("more", "r1", said), Control("wrong", "r2", speaker, opens=True))
    allowed = {address, "https://valley.example/b", spoken.url}
    day = DayLine((said, speaker), cites)
    yield Outline(said, (Section(blocks, controls), Section((quote, quote))), said, speaker, day), allowed
    yield outline.of_answer(Answer(said, 0.5, (Bullet(said, cites[:1]),))), allowed
    status = FeedStatus(Feed.of(address or "x", outlet), FeedHealth(FeedState.OK, note=said))
    yield outline.of_feeds([status], NOW), allowed
    offered = CheckedFeed(address or "x", said, (Entry(address or "x", outlet, speaker, published=NOW),))
    yield outline.of_offers([offered], NOW, ["r3"]), allowed
