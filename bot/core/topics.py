"""Topics: named saved searches. Whether an article is about one, and which ones a story is about."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.core.indexed import Indexed, marked, plain, run, stems
from bot.model import Article, Briefing, Story, Topic

ABOUT = 3
"""Mentions in a text that make it be about a topic."""

WORDS = 200
"""Words of a longer text for each mention that is asked for: a passing word in a long one tells little."""


@dataclass(frozen=True, slots=True)
class _Search:
    """A topic made ready: what is compared with an indexed article."""

    words: frozenset[str]
    phrases: tuple[str, ...]
    names: tuple[str, ...]
    outlets: frozenset[str]
    language: str | None

    @property
    def has_terms(self) -> bool:
        return bool(self.words or self.phrases or self.names)


def matches(topic: Topic, article: Article) -> bool:
    """Whether the article is about the topic.

    Its outlet and language have to be the topic's, where the topic names any; of the topic's words,
    phrases and names one stands in the headline, or they stand in the text three times in all, or more
    often in a text of more than 600 words.
    """
    return about(topic, Indexed(article))


def about(topic: Topic, article: Indexed) -> bool:
    """`matches`, for an article that is indexed already."""
    search = _search(topic)
    if search.outlets and plain(article.article.outlet) not in search.outlets:
        return False
    if search.language and article.article.language != search.language:
        return False
    return not search.has_terms or _leads(search, article) or _often(search, article)


def of_story(story: Story, topics: Sequence[Topic]) -> tuple[str, ...]:
    """The names of the topics that at least half of a story's articles are about, in the order given."""
    if not topics:
        return ()
    articles = [read.article for read in story.articles]
    return tuple(
        topic.name for topic in topics if 2 * sum(_is_about(topic, one) for one in articles) >= len(articles)
    )


TOP_STORIES, FEWEST_IN_SECTIONS = 5, 3
"""Stories that stand as they rank, and how many more an edition needs to have sections."""


def in_sections(
    briefings: Sequence[Briefing], followed: Sequence[Topic], known: Sequence[Topic]
) -> tuple[Briefing, ...]:
    """The top stories as they rank; of a longer edition the rest by topic, those that are followed first.

    Other topics come in the order of the stories that lead them, what is about none of them at the end.
    """
    top, rest = briefings[:TOP_STORIES], briefings[TOP_STORIES:]
    if len(rest) < FEWEST_IN_SECTIONS:
        return tuple(briefings)
    own = {topic.name: topic for topic in followed}
    others = {topic.name: topic for topic in known if not has_outlets_alone(topic)}
    topics = list((own | others).values())
    placed = [replace(each, section=next(iter(of_story(each.story, topics)), "")) for each in rest]
    names = [*own, *(each.section for each in placed if each.section), ""]
    return (*top, *(each for name in dict.fromkeys(names) for each in placed if each.section == name))


def has_outlets_alone(topic: Topic) -> bool:
    """Whether it gathers what some outlets write, as a folder of a feed reader does."""
    return not (topic.words or topic.phrases or topic.names or topic.language)


def of_outlets(name: str, outlets: Iterable[str]) -> Topic:
    """The topic of these outlets alone, each once however it is written."""
    named: dict[str, str] = {}
    for outlet in outlets:
        named.setdefault(plain(outlet), outlet)
    return Topic(name, outlets=tuple(named.values()))


def folders(topics: Iterable[Topic]) -> dict[str, list[str]]:
    """The topics of outlets alone by outlet, as `plain` gives it: where a list of feeds puts its feeds."""
    found: dict[str, list[str]] = {}
    for topic in topics:
        if has_outlets_alone(topic):
            for outlet in dict.fromkeys(map(plain, topic.outlets)):
                found.setdefault(outlet, []).append(topic.name)
    return found


def _is_about(topic: Topic, article: Article) -> bool:
    return _matches(topic, article, article.headline, article.text, article.outlet, article.language)


@functools.lru_cache(maxsize=8192)
def _matches(topic: Topic, article: Article, *_looked_at: str | None) -> bool:
    """`matches`, worked out once for all channels that follow the topic; an id alone makes articles equal."""
    return matches(topic, article)


def _leads(search: _Search, article: Indexed) -> bool:
    words = article.headline.split()
    return (
        not search.words.isdisjoint(words) or _runs(search, article.headline, article.names_in_headline) > 0
    )


def _often(search: _Search, article: Indexed) -> bool:
    named = sum(article.counts.get(word, 0) for word in search.words)
    mentions = named + _runs(search, article.text, article.names_in_text)
    return mentions >= max(ABOUT, article.length / WORDS)


def _runs(search: _Search, words: str, names: str) -> int:
    phrases = sum(words.count(phrase) for phrase in search.phrases)
    return phrases + sum(names.count(name) for name in search.names)


@functools.lru_cache(maxsize=1024)
def _search(topic: Topic) -> _Search:
    return _Search(
        words=frozenset(stem for word in topic.words for stem in stems(word)),
        phrases=tuple(run(stems(phrase)) for phrase in topic.phrases),
        names=tuple(run(marked(name)) for name in topic.names),
        outlets=frozenset(plain(outlet) for outlet in topic.outlets),
        language=topic.language,
    )
