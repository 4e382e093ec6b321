"""What of a briefing is translated, and how a model is asked for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.checks import has_marks
from bot.core.material import line
from bot.core.prompt import Prompt
from bot.core.reading.language import language as language_of
from bot.core.translations.languages import LANGUAGES
from bot.model import AnnotatedArticle, Answer, Article, Briefing, Bullet, Form, WritingRequest

TOKENS_A_LETTER = 1.0
"""Of the answer: a letter of another language is at most about half a token; the rest is for thinking."""

FEWEST_TOKENS = 400


@dataclass(frozen=True, slots=True)
class Line:
    """A headline or a bullet, the text of it that is sent, and the language that it is in."""

    of: Bullet | str
    text: str
    language: str


def lines(told: Briefing | Answer, into: str) -> tuple[Line, ...]:
    """The headline and the bullets that are in another language; not what holds somebody's words."""
    own: list[Line] = []
    parts: list[tuple[Bullet | str, Article]] = []
    if isinstance(told, Briefing):
        parts.append((told.headline, told.story.articles[-1].article))
    parts += [(bullet, bullet.cites[0].article) for bullet in told.bullets]
    for one, article in parts:
        text = _plain(one)
        spoken = _language(article, text)
        if spoken in LANGUAGES and spoken != into and not has_marks(text):
            own.append(Line(one, text, spoken))
    return tuple(own)


def articles_of(told: Briefing | Answer) -> tuple[AnnotatedArticle, ...]:
    """The articles that it rests on; of an answer with the quotes that it shows of each."""
    if isinstance(told, Briefing):
        return told.story.articles
    cited = dict.fromkeys(cite.article for bullet in told.bullets for cite in bullet.cites)
    shown = [*told.quotes, *(quote for bullet in told.bullets for quote in bullet.quotes)]
    return tuple(
        AnnotatedArticle(article, tuple(dict.fromkeys(one for one in shown if one.article == article)))
        for article in cited
    )


def writing_request(wanted: Sequence[Line], into: str, prompt: Prompt) -> WritingRequest:
    """What a model is asked for: the lines, numbered from 1."""
    material = "\n".join(f"[{number}] {one.text}" for number, one in enumerate(wanted, 1))
    most = FEWEST_TOKENS + round(TOKENS_A_LETTER * len(material))
    instructions = prompt.fill({"language": LANGUAGES[into].name})
    return WritingRequest(Form.TRANSLATION, prompt.name, instructions, material, most)


def _plain(one: Bullet | str) -> str:
    """On one line, with dates of ours between round brackets: square ones are for numbers."""
    text = one if isinstance(one, str) else one.text
    return line(text).replace("[", "(").replace("]", ")")


def _language(article: Article, text: str) -> str:
    """That of the article; of the line itself, or English, where the article's is not known."""
    return (article.language or language_of(article.text) or language_of(text) or "en")[:2].lower()
