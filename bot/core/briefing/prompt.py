"""A story as a model is asked to tell it: the sentences that matter, numbered, and the wording."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from bot.core.briefing.candidates import Candidate, candidates
from bot.core.briefing.choose import MOST, READING_WORDS, Told, term_weights
from bot.core.briefing.quotes import best_quotes
from bot.core.checks import has_marks, printable
from bot.core.material import line, material
from bot.core.prompt import Prompt
from bot.model import AnnotatedArticle, Checked, Cite, Draft, Form, Quote, Sources, Story, WritingRequest

LANGUAGE = "English"
"""What the gate reads, and so what a briefing may be written in."""

SENTENCES, WORDS = 16, 400
"""Sent of one story at most: what stands in the sentences beyond, no reader of four bullets misses."""

MOST_ALIKE = 0.75
"""Share of its terms that a sentence may have in common with a better one; more only costs."""

QUOTE_WORDS = 90
"""Of the quotes that are sent beside those in the sentences."""

MOST_TOKENS = 900
"""Of the answer: four bullets with their numbers take about 250; the rest is for models that think first."""


def sources(story: Story) -> Sources | None:
    """The best sentences that stand alone, in reading order, with quotes; None where there is none."""
    found = [one for one in candidates(story) if readable(one.read) and _quotes_can_stand(one)]
    picked = _in_order(_best(story, found), story)
    if not picked:
        return None
    reads = tuple(read for read in story.articles if readable(read))
    cites = tuple(Cite(one.article, one.span) for one in picked)
    return Sources(reads, cites, _quotes(story, reads, picked))


def readable(read: AnnotatedArticle) -> bool:
    """Whether a draft about this article could be checked."""
    return read.article.language in (None, "en")


def commission(given: Sources, prompt: Prompt) -> WritingRequest:
    """What a model is asked for."""
    return WritingRequest(
        Form.BRIEFING, prompt.name, instructions(prompt, MOST), material(given), MOST_TOKENS
    )


def instructions(prompt: Prompt, bullets: int) -> str:
    """The wording with its slots filled."""
    values = {"bullets": str(bullets), "language": LANGUAGE, "words": str(READING_WORDS)}
    return prompt.fill(values)


def repair(first: WritingRequest, prompt: Prompt, draft: Draft, checked: Checked) -> WritingRequest:
    """The same, with the bullets that did not pass and what is wrong with each."""
    why = defaultdict(list)
    for rejection in checked.rejections:
        if rejection.bullet is not None:
            why[rejection.bullet].append(line(rejection.detail))
    told = [
        f"({number}) {line(draft.bullets[place].text)}\n    {' '.join(dict.fromkeys(why[place]))}"
        for number, place in enumerate(rejected(draft, checked), 1)
    ]
    return replace(
        first,
        prompt=f"{first.prompt}+{prompt.name}",
        instructions=f"{first.instructions}\n\n{prompt.fill({})}",
        material="\n".join([first.material, "", "What did not pass", *told]),
    )


def rejected(draft: Draft, checked: Checked) -> list[int]:
    """The places of the bullets that did not pass, as far as both go."""
    return [place for place, bullet in enumerate(checked.bullets[: len(draft.bullets)]) if bullet is None]


def _best(story: Story, found: Sequence[Candidate]) -> list[Candidate]:
    told = Told(story, found)
    picked: list[Candidate] = []
    words = 0
    for one in sorted(told.best(found), key=told.score, reverse=True):
        fits = not picked or words + one.length <= WORDS
        if fits and len(picked) < SENTENCES and not any(_repeats(one, other) for other in picked):
            picked.append(one)
            words += one.length
    return picked


def _repeats(one: Candidate, other: Candidate) -> bool:
    return len(one.terms & other.terms) > MOST_ALIKE * min(len(one.terms), len(other.terms))


def _quotes_can_stand(one: Candidate) -> bool:
    """Whether none of its quotes has marks or brackets of its own, which no bullet may hold."""
    inside = (quote for quote in one.read.quotes if printable(quote) and one.span.covers(quote.span))
    return not any(has_marks(quote.text) or set("[]\n") & set(quote.text) for quote in inside)


def _in_order(picked: Sequence[Candidate], story: Story) -> list[Candidate]:
    places = {read.article.id: place for place, read in enumerate(story.articles)}
    return sorted(picked, key=lambda one: (places[one.article.id], one.span))


def _quotes(
    story: Story, reads: Sequence[AnnotatedArticle], picked: Sequence[Candidate]
) -> tuple[Quote, ...]:
    """Those in the sentences, then the best of the rest."""
    inside = [
        quote
        for one in picked
        for quote in one.read.quotes
        if printable(quote) and one.span.covers(quote.span)
    ]
    known = set(reads)
    best = [
        quote
        for quote in best_quotes(story, (), term_weights(story), QUOTE_WORDS)
        if any(quote in read.quotes for read in known)
    ]
    return tuple(dict.fromkeys([*inside, *best]))
