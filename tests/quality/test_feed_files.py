"""Real feed files, and files made from them by damage: each parses or is refused by name."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.core.feeds.parse import parse
from bot.errors import NotAFeed
from tests.conftest import cases

URL = "https://outlet.example/feed"
MUTANTS = cases(100, 400)

ENTRIES = {
    "miniflux_encoding_ISO-8859-1.xml": 40,
    "miniflux_encoding_WINDOWS-1251.xml": 50,
    "miniflux_large_atom.xml": 25,
    "miniflux_large_rss.xml": 25,
    "miniflux_no_encoding_ISO-8859-1.xml": 9,
    "miniflux_rdf_UTF8.xml": 60,
    "miniflux_small_atom.xml": 20,
    "miniflux_urdu_UTF8.xml": 26,
}
"""Different entries in each; one of the ninth file's ten is there twice."""

Damage = Callable[[random.Random, bytes], bytes]


def cut(rng: random.Random, body: bytes) -> bytes:
    return body[: rng.randrange(len(body))]


def flip(rng: random.Random, body: bytes) -> bytes:
    damaged = bytearray(body)
    for _ in range(rng.randint(1, 40)):
        damaged[rng.randrange(len(damaged))] = rng.randrange(256)
    return bytes(damaged)


def drop(rng: random.Random, body: bytes) -> bytes:
    start = rng.randrange(len(body))
    return body[:start] + body[start + rng.randint(1, 2_000) :]


def repeat(rng: random.Random, body: bytes) -> bytes:
    start = rng.randrange(len(body))
    return body[:start] + body[start : start + rng.randint(1, 300)] * rng.randint(2, 200) + body[start:]


def insert(rng: random.Random, body: bytes) -> bytes:
    start = rng.randrange(len(body))
    return body[:start] + rng.choice(NASTY) * rng.choice((1, 3, 1_000)) + body[start:]


def scramble(rng: random.Random, body: bytes) -> bytes:
    lines = body.split(b"<")
    rng.shuffle(lines)
    return b"<".join(lines)


def reencode(rng: random.Random, body: bytes) -> bytes:
    encoding = rng.choice(("utf-16", "utf-32", "latin-1", "koi8-r", "shift_jis"))
    return body.decode("utf-8", "replace").encode(encoding, "replace")


NASTY = [
    b"<",
    b">",
    b"&",
    b"&x;",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"\0",
    b"<item>",
    b"</item>",
    b"<!DOCTYPE x [",
    b'"',
]
DAMAGES: list[Damage] = [cut, flip, drop, repeat, insert, scramble, reencode]


def mutants(folder: Path, count: int = MUTANTS) -> Iterator[tuple[str, bytes]]:
    rng = random.Random(20261122)
    originals = [(path.name, path.read_bytes()) for path in sorted(folder.glob("*.xml"))]
    for _ in range(count):
        name, body = rng.choice(originals)
        damages = rng.choices(DAMAGES, k=rng.randint(1, 2))
        for damage in damages:
            body = damage(rng, body) or b" "
        yield f"{name}: {', '.join(damage.__name__ for damage in damages)}", body


@pytest.mark.needs("bench")
@pytest.mark.parametrize("name", ENTRIES)
def test_a_real_feed_gives_all_its_entries(bench: Path, name: str) -> None:
    entries = parse((bench / "feeds" / name).read_bytes(), URL).entries
    assert len(entries) == ENTRIES[name]
    assert all(entry.headline and entry.url.startswith("http") for entry in entries)
    assert not any("\ufffd" in entry.headline + entry.html for entry in entries)


@pytest.mark.needs("bench")
@pytest.mark.timeout(600)
def test_a_damaged_feed_parses_or_is_refused_by_name(bench: Path) -> None:
    outcomes: Counter[str] = Counter()
    for _, body in mutants(bench / "feeds"):
        try:
            parsed = parse(body, URL)
            outcomes["read" if parsed.entries else "empty"] += 1
        except NotAFeed:
            outcomes["refused"] += 1
    assert outcomes.total() == MUTANTS
    assert outcomes["read"] > MUTANTS * 0.7
