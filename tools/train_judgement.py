"""Fits the news judgement in bot/core/stories/weights: python -m tools.train_judgement [BENCH].

Reads days that a news desk labelled, and an archive whose own daily roundups teach what a desk picks.
What is written are weights of words and forms, and how many articles hold a word: nothing of the texts.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from bot.core.stories.judgement import NewsJudgement, Weights
from bot.core.stories.kinds import features, with_kinds
from bot.core.stories.leads import centre, dot, events, lead_terms, lead_vectors, vector
from bot.core.stories.rank import order_features, story_words
from bot.model import AnnotatedArticle, Article, Kind, Story
from tools.logistic import Table, fit

BENCH = Path(os.environ.get("ONRECORD_BENCH", Path(__file__).parents[2] / "shared" / "bench"))
WRITTEN = Path(__file__).parents[1] / "bot" / "core" / "stories" / "weights" / "en.json"

KIND_STRENGTH = 0.7
PICKED_STRENGTH = 0.05
ORDER_STRENGTH = 1.0

HELD_BY_LEAST = 3
"""Articles that hold a word of the background table; one that fewer hold counts as held by one."""

TAKEN_UP = 0.15
"""Likeness to a paragraph of a roundup from which it takes a story up."""

BUSY, TELLING, LONG = 15, 30, 1200
"""Articles of a day and of two that make a window to learn from; characters of a roundup that tells much."""

NEAR = timedelta(days=4)
"""Days around a window that are not learned from when it is held out."""

_ROUNDUP = re.compile(
    r"things (?:to know|you need to know)|It.s (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day.s news"
    r"|daily briefing|five-things|ten-things|its-(?:mon|tues|wednes|thurs|fri|satur|sun)day|daily-briefing",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Day:
    """A window of two days as a desk labelled it."""

    name: str
    kinds: Mapping[str, Kind]
    event_of: Mapping[str, str | None]
    weights: Mapping[str, int]  # of an event: 3 could lead, 2 belongs into ten, 1 is minor
    first: frozenset[str]  # the events that must be among the first five
    gold: Mapping[str, Any]

    @property
    def date(self) -> date:
        """Its first day."""
        return date.fromisoformat(self.name)

    @property
    def edition(self) -> datetime:
        """When its edition is made."""
        return datetime.combine(self.date + timedelta(days=2), time(8), UTC)


def days(bench: Path) -> list[Day]:
    """The labelled windows."""
    rows = map(json.loads, (bench / "editor" / "days-dev.jsonl").read_text("utf-8").splitlines())
    return [
        Day(
            row["day"],
            {name: Kind(one["kind"]) for name, one in row["articles"].items()},
            {name: one["event"] for name, one in row["articles"].items()},
            {name: one["weight"] for name, one in row["events"].items()},
            frozenset(row["top"]),
            row,
        )
        for row in rows
    ]


def archive(bench: Path) -> dict[str, Article]:
    """The articles, each at noon of its day."""
    with gzip.open(bench / "retrieval" / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        return {article.id: article for article in map(_article, map(json.loads, lines))}


def _article(row: Mapping[str, str]) -> Article:
    noon = datetime.strptime(row["date"].replace("/", "-"), "%Y-%m-%d").replace(hour=12, tzinfo=UTC)
    host = row["url"].partition("://")[2].partition("/")[0].removeprefix("www.")
    return Article(row["id"], row["url"], host, row["title"], row["text"], noon, published=noon)


@dataclass(frozen=True)
class _Taught:
    """Two days of the archive: what each story is made of, and whether a roundup took it up."""

    day: date
    stories: Sequence[tuple[Weights, bool]]


class Trainer:
    """Fits the judgement on all labelled days, or on all but one and the days around it."""

    def __init__(self, known: Mapping[str, Article], labelled: Sequence[Day]) -> None:
        self._known = known
        self._days = labelled
        held_by = Counter(term for one in known.values() for term in lead_terms(one.headline, one.text))
        common = {term: count for term, count in sorted(held_by.items()) if count >= HELD_BY_LEAST}
        self._background = NewsJudgement({}, {}, {}, {}, len(known), common)
        self._features = {name: features(known[name]) for day in labelled for name in day.kinds}
        self._taught = self._teach(self._kinds(labelled))

    def judgement(self, held_out: Day | None = None) -> NewsJudgement:
        """What is learned from all days but the one that is held out."""
        learned_from = [day for day in self._days if day is not held_out]
        judged = self._kinds(learned_from)
        far = [
            taught for taught in self._taught if held_out is None or abs(taught.day - held_out.date) > NEAR
        ]
        stories = [story for taught in far for story in taught.stories]
        table = Table([words for words, _ in stories], 5)
        judged = replace(
            judged, picked=fit(table, [taken for _, taken in stories], PICKED_STRENGTH, least=0.02)
        )
        judged = replace(judged, order={"around": 1.0})  # so that it is counted
        return replace(judged, order=self._order(learned_from, judged))

    def _kinds(self, learned_from: Sequence[Day]) -> NewsJudgement:
        labels = {name: kind for day in learned_from for name, kind in day.kinds.items()}
        table = Table([self._features[name] for name in labels], 2)
        return replace(
            self._background,
            not_news=fit(table, [not kind.news for kind in labels.values()], KIND_STRENGTH, least=0.05),
            kinds={
                each.value: fit(table, [kind is each for kind in labels.values()], KIND_STRENGTH, least=0.1)
                for each in Kind
            },
        )

    def _order(self, learned_from: Sequence[Day], judged: NewsJudgement) -> dict[str, float]:
        """Each story counts twice: whether it belongs into ten, and whether it is among the first five."""
        rows: list[Weights] = []
        right: list[bool] = []
        for day in learned_from:
            stories = stories_of(day, self._known, judged)
            for story, found in zip(stories, order_features(stories, judged), strict=True):
                event = _event(story, day)
                rows += [found, found]
                right += [event is not None and day.weights[event] > 1, event in day.first]
        return fit(Table(rows), right, ORDER_STRENGTH)

    def _teach(self, judged: NewsJudgement) -> list[_Taught]:
        by_day: defaultdict[date, list[Article]] = defaultdict(list)
        for article in self._known.values():
            by_day[article.dated.date()].append(article)
        taught = []
        for day in sorted(day for day, found in by_day.items() if len(found) >= BUSY):
            articles = by_day[day] + by_day.get(day + timedelta(days=1), [])
            roundups = [each for each in articles if _ROUNDUP.search(f"{each.headline} {each.url}")]
            two_days = day + timedelta(days=1) in by_day and len(articles) >= TELLING
            if two_days and any(len(each.text) > LONG for each in roundups):
                others = [each for each in articles if each not in roundups]
                taught.append(_Taught(day, self._taken_up(others, roundups, judged)))
        return taught

    def _taken_up(
        self, articles: Sequence[Article], roundups: Sequence[Article], judged: NewsJudgement
    ) -> list[tuple[Weights, bool]]:
        vectors = dict(zip((one.id for one in articles), lead_vectors(articles, judged), strict=True))
        told = [
            vector(lead_terms("", paragraph, 400), judged, {}, 0)
            for roundup in roundups
            for paragraph in roundup.text.split("\n")
            if len(paragraph.split()) > 12
        ]
        stories = events(with_kinds([AnnotatedArticle(one) for one in articles], judged), judged)
        found: list[tuple[Weights, bool]] = []
        for story in (story for story in stories if any(read.kind.news for read in story.articles)):
            middle = centre([vectors[read.article.id] for read in story.articles])
            found.append((story_words(story), any(dot(middle, one) >= TAKEN_UP for one in told)))
        return found


def stories_of(day: Day, known: Mapping[str, Article], judged: NewsJudgement) -> list[Story]:
    """The stories of a labelled window that have any news."""
    reads = with_kinds([AnnotatedArticle(known[name]) for name in day.kinds], judged)
    return [story for story in events(reads, judged) if any(read.kind.news for read in story.articles)]


def _event(story: Story, day: Day) -> str | None:
    """The event that most of its articles are about."""
    named = Counter(event for read in story.articles if (event := day.event_of[read.article.id]))
    return named.most_common(1)[0][0] if named else None


def main() -> None:
    """Write the weights."""
    bench = Path(sys.argv[1]) if len(sys.argv) > 1 else BENCH
    found = Trainer(archive(bench), days(bench)).judgement()
    lines = (
        f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}"
        for name, value in asdict(found).items()
    )
    WRITTEN.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


if __name__ == "__main__":
    main()
