"""What kind of article this is, by its address, its headline's form and how its words address the reader."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from bot.core.reading.text import WORD
from bot.core.stories.judgement import NewsJudgement, Weights, log_odds
from bot.model import AnnotatedArticle, Article, Kind

READ = 12_000
"""Code points of a text that are looked at: its manner shows in them."""

LEAD = 600
"""Code points that open a text, in which a report says when, and who said so."""

_FORMS = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "days news": r"\bthings (?:to|you need to) know\b|^it.s (?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
        r"|\b(?:daily|morning|evening|weekly) (?:briefing|news|roundup|digest)\b|\bnews quiz\b"
        r"|\bnewsletter\b",
        "label": r"^(?:opinion|analysis|comment|column|review|editorial|letters?|perspective)\b\s*[:|]",
        "pictures": r"\b(?:photos|pictures|in photos|gallery|cartoons?|slideshow)\b",
        "guide": r"^how to\b|\bhow (?:you can|to)\b|\b(?:guide|recipes?|tips|ideas|gifts?)\b",
        "asks": r"^(?:what|why|who|where|when|how|is|are|can|could|should|will|does|do|did)\b",
        "best": r"\b(?:best|top|every|most|worst|favou?rite|greatest)\b",
        "price": r"[$£€]\d+|\b\d+% off\b|\b(?:deals?|sale|discounts?|save)\b",
        "number first": r"^(?:the |these )?(?:\d+|two|three|four|five|six|seven|eight|nine|ten)\b"
        r"(?! (?:dead|killed|people|men|women|injured|hurt|wounded|arrested))",
        "number of things": r"\b\d+ (?:\w+ )?(?:things|ways|reasons|jokes|facts|questions|quotes|ideas|books"
        r"|films|movies|shows|series|podcasts|places|songs|gifts|tips|hotels|recipes|takeaways|houses|moments)\b",
        "of the day": r"\b(?:of the (?:day|week|month|year|weekend)"
        r"|this (?:week|weekend|month|summer|winter))\b",
        "takeaways": r"\b(?:takeaways|explained|explainer|what we know|what to know|fact.check)\b",
        "shows": r"^(?:meet|inside|watch|see|this|these|here(?:'s|’s|s)|behind|where)\b",
        "counted best": r"\b\d+ (?:[\w’'-]+ ){0,3}(?:best|must|top|greatest)|\b(?:best|top) \d+\b|^5 \w+",
        "life": r"\b(?:timeline|life in|line-?up|schedule|list|winners|nominees|facts|didn.t know)\b",
        "question": r"\?",
        "colon": r":",
        "to the reader": r"\b(?:you|your|i|my|we|our)\b",
    }.items()
}
_ADDRESSES = {
    name: re.compile(pattern)
    for name, pattern in {
        "rounds up": r"newsletter|nightcap|briefing|five-things|things-(?:to|you-need-to)-know|fast-facts"
        r"|notebook|this-date|50-states|reader-f|roundup|in-review|reliable-sources|quiz",
        "pictures": r"gallery|/photos|-photos|in-pictures|cartoons",
        "opinion": r"/opinions?/|columnist|/voices?/|editorial",
        "guide": r"underscored|/reviewed/|how-to-|recipe|best-|-tips|-guide|deals|gift|what-to-"
        r"|/wellness|-wellness",
    }.items()
}
_NEWSLETTER = re.compile(r"newsletter|sign up|subscribe|welcome to|good morning")
_RATES = {
    name: (re.compile(pattern), scale)
    for name, pattern, scale in (
        ("you", r"\byou(?:r|'re|’re)?\b", 100),
        ("i", r"\bi\b|\bmy\b|\bi['’]m\b", 100),
        ("said", r"\b(?:said|told|says|announced|according)\b", 100),
        ("weekdays", r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", 100),
        ("marks", r"[“”\"]", 30),
        ("questions", r"\?", 200),
        ("prices", r"[$£€]\d", 100),
    )
}
_SMALL = re.compile(r"\b(?:the|of|and|to|a|for)\b")
SMALL_SHARE = 0.08
"""Share of a text's words that are the commonest of English, from which it is English."""

_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b")
_SAYING = re.compile(r"\b(?:said|announced)\b")
_DIGITS = re.compile(r"[\d-]*")
_MOST_HYPHENS = 2  # of a section's name: more make it the headline


def with_kinds(reads: Sequence[AnnotatedArticle], judgement: NewsJudgement) -> list[AnnotatedArticle]:
    """The articles, each with its kind."""
    if not judgement.kinds:
        return [*reads]
    return [replace(read, kind=kind_of(read.article, judgement)) for read in reads]


def kind_of(article: Article, judgement: NewsJudgement) -> Kind:
    """The kind of an article: news in doubt, and an event where nothing is known of its language."""
    if not _english(article):
        return Kind.EVENT
    found = features(article)
    news = log_odds(judgement.not_news, found) <= 0
    among = [kind for kind in Kind if kind.news == news and kind in judgement.kinds]
    return max(among, key=lambda kind: log_odds(judgement.kinds[kind], found), default=Kind.EVENT)


def _english(article: Article) -> bool:
    """Whether the article says so, or else has its small words."""
    if article.language:
        return article.language[:2].lower() == "en"
    opening = article.text[:READ].lower()
    return len(_SMALL.findall(opening)) >= SMALL_SHARE * len(opening.split())


def features(article: Article) -> Weights:
    """What of an article's address, headline and text tells its kind."""
    return _features(article.url, article.headline, article.text)


@functools.lru_cache(maxsize=4096)
def _features(url: str, headline: str, whole: str) -> Weights:
    """Worked out once for all channels that are sent the article."""
    found = {f"section {name}": 1.0 for name in sections(url)}
    found |= {f"slug {word}": 1.0 for word in _slug_words(url)}
    found |= {f"form {name}": 1.0 for name, form in _FORMS.items() if form.search(headline)}
    found |= {f"address {name}": 1.0 for name, form in _ADDRESSES.items() if form.search(url)}
    if headline.count(",") > 1:
        found["form commas"] = 1.0
    text = whole[:READ].lower()
    count = max(1, len(text.split()))
    for name, (pattern, scale) in _RATES.items():
        found[f"rate {name}"] = min(3.0, len(pattern.findall(text)) / count * scale)
    found["length"] = math.log(max(2, len(whole.split()))) / 3
    found["paragraphs"] = min(3.0, count / (20 * (1 + text.count("\n"))))
    found["lead newsletter"] = float(_NEWSLETTER.search(text, 0, LEAD) is not None)
    found["headings"] = _headings(text)
    found["lead weekday"] = float(_WEEKDAY.search(text, 0, LEAD) is not None)
    found["lead saying"] = float(_SAYING.search(text, 0, LEAD) is not None)
    return {name: amount for name, amount in found.items() if amount}


def _headings(text: str) -> float:
    """How much of the lines are headings, or numbered."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    short = sum(line[0].isdigit() or (len(line) < 50 and line[-1].isalnum()) for line in lines)
    return 2 * short / (3 + len(lines))


def sections(url: str) -> Iterator[str]:
    """The folders of an address that name a part of the paper: "politics", "opinion"."""
    for part in _path(url)[:-1]:
        if part.count("-") <= _MOST_HYPHENS and not _DIGITS.fullmatch(part):
            yield part.lower()


def _slug_words(url: str) -> list[str]:
    longest = max(_path(url), key=lambda part: part.count("-"), default="")
    return [word for word in WORD.findall(longest.lower().replace("-", " ")) if word.isalpha()]


def _path(url: str) -> list[str]:
    try:
        return [part for part in urlsplit(url).path.split("/") if part]
    except ValueError:  # what is imported can claim any address
        return []
