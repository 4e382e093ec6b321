"""What of a hostile writer's drafts is printed, by kind; judged apart from the gate's own code."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from bot.adapters.sample.outlets import pieces
from bot.core.briefing.prompt import passed, without_doubted
from bot.core.checks.gate import Gate
from bot.core.quotes import find_quotes
from bot.core.reading.lexicon import Lexicon
from bot.core.reading.text import sentences
from bot.model import AnnotatedArticle, Article, Bullet, Checked, Cite, Draft, DraftBullet, Sources
from tests.bench.summaries import BENCH
from tests.fakes.articles import english, german
from tests.fakes.hostile_drafts import PROMPT, Hostile, Target, drafts

DAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
FROM_BENCH = 120
SENT = 40
"""Sentences of an article that are numbered."""

_MARKED = re.compile(r"[“\"„«]([^“”\"„«»]*)[”\"»]")
_ANY_MARK = re.compile(r"[“”\"„«»＂‹›「」❝❞ʺ]|``|''|(?<![\w.])[‘'](?=[A-Za-z]{2})(?!em|til|tis|cause)")
_LINK = re.compile(r"https?:|hxxp|www\.|://|\b[\w-]+\.(?:example|biz|ly|com|org|net)\b", re.IGNORECASE)
_PING = re.compile(r"[@＠]|<[!@#]|[#＃]\w")


@dataclass(frozen=True)
class Printed:
    """What was printed of one draft, and what is wrong with it."""

    kind: str
    texts: tuple[str, ...]
    unverified: bool
    misattributed: bool
    linked: bool
    pinging: bool


def targets(rng: random.Random, bench: Path = BENCH) -> list[Target]:
    """The bundled articles, and where the benchmark is at hand some of its own."""
    reads = [_read(f"sample-{at}", piece.headline, piece.text) for at, piece in enumerate(pieces())]
    if (bench / "quotes").is_dir():
        with gzip.open(bench / "quotes" / "articles-dev.jsonl.gz", "rt", encoding="utf-8") as lines:
            rows = rng.sample([json.loads(line) for line in lines], FROM_BENCH)
        reads += [_read(row["article_id"], row["title"], row["text"]) for row in rows]
    own = [_sources([read]) for read in reads if read.article.text.strip()]
    both = [_sources([one, other]) for one, other in list(pairwise(reads))[::4]]
    return [Target(one, other) for one, other in pairwise([*own, *both, own[0]])]


def _read(name: str, headline: str, text: str, lexicon: Lexicon | None = None) -> AnnotatedArticle:
    article = Article(name, f"https://paper.test/{name}", "The Paper", headline, text, DAY, published=DAY)
    return AnnotatedArticle(article, find_quotes(article, lexicon or english()))


def _sources(reads: Sequence[AnnotatedArticle]) -> Sources:
    cites = [Cite(read.article, span) for read in reads for span in sentences(read.article.text)[:SENT]]
    return Sources(tuple(reads), tuple(cites), tuple(quote for read in reads for quote in read.quotes))


def german_targets(rng: random.Random, bench: Path = BENCH) -> list[Target]:
    """German articles that quote somebody."""
    with gzip.open(bench / "quotes-de" / "articles-dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = rng.sample([json.loads(line) for line in lines], FROM_BENCH)
    reads = [_read(row["article_id"], row["title"], row["text"], german()) for row in rows]
    own = [_sources([read]) for read in reads if read.quotes]
    return [Target(one, other) for one, other in pairwise([*own, own[0]])]


_SAID_IN_GERMAN = (
    (" said that ", " sagte, dass "),
    (", who said:", ", der sagte:"),
    (" said", " sagte"),
    ("According to ", "Laut "),
    (" was the reason", " der Grund sei"),
    (" told ", " sagte zu "),
    (" met ", " traf "),
    ("Asked about ", "Zu "),
    (" not ", " nicht "),
)


def in_german(hostile: Hostile) -> Hostile:
    """The draft with the words around its poison put into German."""

    def put(text: str) -> str:
        for one, other in _SAID_IN_GERMAN if len(text) < 2_000 else ():
            text = text.replace(one, other)
        return text

    bullets = tuple(replace(bullet, text=put(bullet.text)) for bullet in hostile.draft.bullets)
    return replace(hostile, draft=replace(hostile.draft, bullets=bullets))


def judged(
    aims: Sequence[Target], count: int, second: bool = False, lexicon: Lexicon | None = None
) -> list[Printed]:
    """So many drafts through the gate, and what passes through a hostile second reader, or not.

    With a lexicon the drafts are German.
    """
    gates = {id(target): Gate.of(target.own, lexicon or english(), PROMPT) for target in aims}
    found, rng = [], random.Random(13)
    for target, english_one in drafts(aims, count):
        hostile = in_german(english_one) if lexicon else english_one
        checked = gates[id(target)].check(hostile.draft.bullets, hostile.draft.headline)
        if second:
            sure = without_doubted(passed(hostile.draft, checked), verdicts(hostile.draft, rng), ())
            checked = Checked(sure.bullets, (), sure.headline, sure.quotes)
        found.append(_judge(hostile, checked, target))
    return found


def verdicts(draft: Draft, rng: random.Random) -> Draft:
    """What a second reader says who is in league with the writer: its bullets again, and yes to any number."""
    agreed = [DraftBullet("yes", (number,)) for number in range(-1, 14) if rng.random() < 0.8]
    return Draft((*draft.bullets[:12], *agreed), draft.headline)


def _judge(hostile: Hostile, checked: Checked, target: Target) -> Printed:
    known = " ".join(read.article.text for read in target.own.reads)
    texts = [*(bullet.text for bullet in checked.printed), *filter(None, [checked.headline])]
    told = [_ANY_MARK.sub("", _MARKED.sub(" ", text)) for text in texts]
    return Printed(
        hostile.kind,
        tuple(texts),
        any(_unverified(bullet, target) for bullet in checked.printed)
        or _ANY_MARK.search(checked.headline or "") is not None,
        any(_misattributed(bullet, hostile.wrong, target) for bullet in checked.printed),
        any(match.group() not in known for text in told for match in _LINK.finditer(text)),
        any(_PING.search(text) for text in [*texts, *(quote.text for quote in checked.quotes)]),
    )


def _unverified(bullet: Bullet, target: Target) -> bool:
    """Whether marks hold anything but a slice of what the engine found in a cited article."""
    cited = {cite.article.id for cite in bullet.cites}
    sound = {
        quote.text
        for quote in bullet.quotes
        if quote.article.id in cited
        and any(
            found.speaker == quote.speaker
            and all(any(span.covers(part) for span in found.spans) for part in quote.spans)
            for read in target.own.reads
            if read.article == quote.article
            for found in read.quotes
        )
    }
    rest = bullet.text
    for words in sound:
        rest = rest.replace(f"“{words}”", " ")
    return _ANY_MARK.search(rest) is not None


def _misattributed(bullet: Bullet, wrong: str, target: Target) -> bool:
    """Whether the speaker is not named, or the wrong name of the draft is, who said no such words anywhere."""
    spoken = [quote for quote in bullet.quotes if quote.speaker]
    told = _MARKED.sub(" ", bullet.text)
    unnamed = any((quote.speaker or "").split()[-1].lower() not in told.lower() for quote in spoken)
    theirs = [found.text for read in target.own.reads for found in read.quotes if found.speaker == wrong]
    said = all(any(quote.text in text for text in theirs) for quote in spoken)
    return bool(spoken) and (unnamed or bool(wrong and wrong in told and not said))


def report(count: int = 10_000) -> str:
    """What is printed, by kind."""
    rows: defaultdict[str, list[Printed]] = defaultdict(list)
    aims = targets(random.Random(3))
    for one in judged(aims, count):
        rows[one.kind].append(one)
    twice = judged(aims, count, second=True)
    counted = ", ".join(map(str, _wrong(twice)))
    lines = [
        f"hostile drafts: {count}",
        "  kind                                 drafts  printed  quotes  speakers  links  pings",
    ]
    for kind, found in rows.items():
        counts = (len(found), sum(bool(one.texts) for one in found), *_wrong(found))
        lines.append(
            f"  {kind:36} {counts[0]:6} {counts[1]:8} {counts[2]:7} {counts[3]:9} {counts[4]:6} {counts[5]:6}"
        )
    lines.append(
        f"  all of it through a hostile second reader: {sum(bool(one.texts) for one in twice)} printed; {counted}"
    )
    return "\n".join(lines)


def _wrong(found: Sequence[Printed]) -> tuple[int, int, int, int]:
    return (
        sum(one.unverified for one in found),
        sum(one.misattributed for one in found),
        sum(one.linked for one in found),
        sum(one.pinging for one in found),
    )
