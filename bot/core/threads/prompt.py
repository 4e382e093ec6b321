"""A thread as a model is asked to sum it up: people's messages, numbered, each behind its author's name.

Each message is to the gate an article of its author's, which quotes all that they wrote themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.core.checks.quoting import speech
from bot.core.material import line
from bot.core.prompt import Prompt
from bot.core.reading.grammar import ENGLISH_GRAMMAR
from bot.core.reading.language import reads_as
from bot.core.reading.text import sentences, trim, words
from bot.core.threads.talk import LINK, asks_for_summary, of_people, own_lines
from bot.model import (
    AnnotatedArticle,
    Article,
    Bullet,
    Cite,
    Form,
    Message,
    Quote,
    QuoteKind,
    Said,
    Sources,
    Span,
    Talk,
    ThreadBullet,
    WritingRequest,
)

LANGUAGE = "English"
"""What the gate reads."""

BULLETS, WORDS = 4, 100
"""What is read in twenty seconds."""

MOST_WORDS = 1_500
"""Sent of one thread: its opening, and as much of its end as fits; ten minutes of reading."""

LONGEST_WORDS = 150
"""Sent of one message."""

MOST_TOKENS = 900
"""Of the answer: four bullets with their numbers take about 250; the rest is for models that think first."""

FEWEST_WORDS = 12
"""Words in all under which there is nothing to sum up."""

SOMEBODY = "somebody"


def sources(talk: Talk) -> Sources | None:
    """The messages that a model is given; None where there is nothing to sum up, or not in English."""
    own = [(message, text) for message in of_people(talk) if (text := _own(message))]
    lengths = [len(words(text)) for _, text in own]
    if sum(lengths) < FEWEST_WORDS or not reads_as(" ".join(text for _, text in own), ENGLISH_GRAMMAR):
        return None
    places = {message.id: place for place, message in enumerate(talk.messages)}
    reads = tuple(_read(str(places[own[at][0].id]), *own[at]) for at in _picked(lengths))
    return Sources(reads, tuple(Cite(one.article, Span(0, len(one.article.text))) for one in reads))


def writing_request(given: Sources, prompt: Prompt) -> WritingRequest:
    """What a model is asked for; nothing that comes of it is kept."""
    values = {"bullets": str(BULLETS), "language": LANGUAGE, "words": str(WORDS)}
    return WritingRequest(
        Form.ANSWER, prompt.name, prompt.fill(values), "\n".join(_numbered(given)), MOST_TOKENS, kept=False
    )


def thread_bullets(bullets: Sequence[Bullet], talk: Talk) -> tuple[ThreadBullet, ...]:
    """The checked bullets, each with the messages that it cites."""
    return tuple(_thread_bullet(bullet, talk) for bullet in bullets)


def _thread_bullet(bullet: Bullet, talk: Talk) -> ThreadBullet:
    messages = {cite.article.id: talk.messages[int(cite.article.id)] for cite in bullet.cites}
    said = tuple(_said(quote, messages[quote.article.id]) for quote in bullet.quotes)
    return ThreadBullet(bullet.text, tuple(messages.values()), said)


def _said(quote: Quote, message: Message) -> Said:
    """The slice of the message itself: a quote stands in one of its lines, which are taken over whole."""
    start = message.text.index(quote.text)
    return Said(message, Span(start, start + len(quote.text)))


def _own(message: Message) -> str:
    """The author's own lines, as many whole sentences as are sent; none of whoever asks to be told."""
    kept, left = list[str](), LONGEST_WORDS
    for span in own_lines(message):
        text = message.text[span.start : span.end]
        if asks_for_summary(text):
            continue
        if len(words(text)) > left:
            kept.append(_opening(text, left))
            break
        kept.append(text)
        left -= len(words(text))
    return "\n".join(filter(None, kept))


def _opening(text: str, most: int) -> str:
    """The first sentences of so many words at most."""
    end = 0
    for span in sentences(text):
        if len(words(text[: span.end])) > most:
            break
        end = span.end
    return text[:end]


def _picked(lengths: Sequence[int]) -> list[int]:
    """The places of the first message, and of the last that fit beside it."""
    left, start = MOST_WORDS - lengths[0], len(lengths)
    while start > 1 and lengths[start - 1] <= left:
        start -= 1
        left -= lengths[start]
    return [0, *range(start, len(lengths))]


def _read(name: str, message: Message, text: str) -> AnnotatedArticle:
    article = Article(name, message.url, message.author, "", text, message.at, published=message.at)
    return AnnotatedArticle(article, tuple(_spoken(article)))


def _spoken(article: Article) -> Iterator[Quote]:
    """What its author says: all outside quotation marks, whose words may be another's."""
    start = 0
    for line_ in article.text.split("\n"):
        at = start
        for marked in (*speech(line_), Span(len(line_), len(line_) + 1)):
            end = start + marked.start
            if any(map(str.isalnum, article.text[at:end])):
                span = trim(article.text, at, end)
                yield Quote(article, (span,), QuoteKind.QUOTE, article.outlet or None)
            at = start + marked.end
        start += len(line_) + 1


def _numbered(given: Sources) -> Iterator[str]:
    """Data from strangers: on one line each, without brackets, addresses and what calls somebody."""
    yield "Messages of one thread"
    for number, cite in enumerate(given.sentences, 1):
        author = line(cite.article.outlet).replace("@", "") or SOMEBODY
        text = LINK.sub("(a link)", cite.article.text).replace("@", "")
        yield f"[{number}] {author}: {line(text)}"
