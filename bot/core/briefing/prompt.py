"""A story as a model is asked to write it, and what of its draft may be printed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.core.briefing.choose import MOST, READING_WORDS, Candidate, Coverage, candidates, term_weights
from bot.core.briefing.quotes import MOST_QUOTES, best_quotes
from bot.core.checks import has_marks, printable
from bot.core.checks.gate import Gate
from bot.core.material import line, material
from bot.core.prompt import Prompt
from bot.core.reading.lexicon import Lexicon
from bot.core.reading.text import terms, words
from bot.model import (
    AnnotatedArticle,
    Briefing,
    Bullet,
    Checked,
    Cite,
    Draft,
    Form,
    Quote,
    Sources,
    Story,
    Tally,
    WritingRequest,
)

SENTENCES, WORDS = 16, 400
"""Sent of one story at most: what stands in the sentences beyond, no reader of four bullets misses."""

MOST_ALIKE = 0.75
"""Share of its terms that a sentence may have in common with a better one; more only costs."""

QUOTE_WORDS = 90
"""Of the quotes that are sent beside those in the sentences."""

MOST_TOKENS = 900
"""Of the answer: four bullets with their numbers take about 250; the rest is for models that think first."""


def sources(story: Story, languages: Collection[str]) -> Sources | None:
    """The best sentences that stand alone, in reading order, with quotes; None where there is none.

    They are in one of these languages, in which a draft could be checked: that of most articles.
    """
    spoken = Counter(code for read in story.articles if (code := read.article.written_in) in languages)
    if not spoken:
        return None
    [(language, _)] = spoken.most_common(1)
    reads = tuple(read for read in story.articles if read.article.written_in == language)
    found = [one for one in candidates(story) if one.read in reads and _quotes_can_stand(one)]
    picked = _in_order(_best(story, found), story)
    if not picked:
        return None
    cites = tuple(Cite(one.article, one.span) for one in picked)
    return Sources(reads, cites, _quotes(story, reads, picked))


def writing_request(given: Sources, prompt: Prompt, lexicon: Lexicon) -> WritingRequest:
    """What a model is asked for, in the language of the sources."""
    asked = instructions(prompt, MOST, lexicon)
    return WritingRequest(Form.BRIEFING, prompt.name, asked, material(given), MOST_TOKENS)


def instructions(prompt: Prompt, bullets: int, lexicon: Lexicon) -> str:
    """The wording with its slots filled, asking for the lexicon's language."""
    values = {"bullets": str(bullets), "language": lexicon.grammar.name, "words": str(READING_WORDS)}
    return prompt.fill(values)


def repair(first: WritingRequest, prompt: Prompt, draft: Draft, checked: Checked) -> WritingRequest:
    """The same, with the bullets that did not pass and what is wrong with each."""
    why = defaultdict(list)
    for rejection in checked.rejections:
        if rejection.bullet is not None:
            why[rejection.bullet].append(line(rejection.detail))
    lines = [
        f"({number}) {line(draft.bullets[place].text)}\n    {' '.join(dict.fromkeys(why[place]))}"
        for number, place in enumerate(rejected(draft, checked), 1)
    ]
    return replace(
        first,
        prompt=f"{first.prompt}+{prompt.name}",
        instructions=f"{first.instructions}\n\n{prompt.fill({})}",
        material="\n".join([first.material, "", "What did not pass", *lines]),
    )


def rejected(draft: Draft, checked: Checked) -> list[int]:
    """The places of the bullets that did not pass, as far as both go."""
    return [place for place, bullet in enumerate(checked.bullets[: len(draft.bullets)]) if bullet is None]


def _best(story: Story, found: Sequence[Candidate]) -> list[Candidate]:
    coverage = Coverage(story, found)
    picked: list[Candidate] = []
    words = 0
    for one in sorted(coverage.best(found), key=coverage.score, reverse=True):
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


def check(draft: Draft, sources: Sources, lexicon: Lexicon, prompt: str = "") -> Checked:
    """The bullets, quotes and headline that the articles support; each rejection says why.

    `prompt` is the wording that the model was given without the articles; none of it is printed.
    """
    return Gate.of(sources, lexicon, prompt).check(draft.bullets, draft.headline)


# --- what a second reader is asked -------------------------------------------------------------------

VERDICT_TOKENS = 300
"""Of a second reader's answer: twelve verdicts take about 200."""


def second_reading(bullets: Sequence[Bullet], first: WritingRequest, prompt: Prompt) -> WritingRequest:
    """Whether the cited sentences say all of each bullet, asked without the words that were around it."""
    parts = []
    for number, bullet in enumerate(bullets, 1):
        cited = dict.fromkeys(line(cite.article.words(cite.span)) for cite in bullet.cites)
        parts.append("\n".join([f"[{number}] {line(bullet.text)}", *(f"- {one}" for one in cited)]))
    return WritingRequest(
        Form.VERDICTS, prompt.name, prompt.fill({}), "\n\n".join(parts), VERDICT_TOKENS, first.kept
    )


def without_doubted(found: Passed, verdicts: Draft, repaired: Sequence[Bullet | None]) -> Passed:
    """What passed, without the bullets that a second reader is not sure of, or says nothing of.

    Nothing else of a second reader's words is looked at: it can only cut.
    """
    said: dict[int, set[str]] = defaultdict(set)
    for verdict in verdicts.bullets:
        for number in verdict.cites:
            said[number].add(verdict.text)
    kept = tuple(bullet for number, bullet in enumerate(found.bullets, 1) if said[number] == {"yes"})
    cut = len(found.bullets) - len(kept)
    mended = sum(bullet in repaired for bullet in kept)
    tally = replace(found.tally, bullets=len(kept), repaired=mended, cut=found.tally.cut + cut)
    return replace(found, bullets=kept, tally=tally)


# --- what of a draft may be printed ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Passed:
    """What of a draft passed, at once or after a repair, in the draft's order."""

    bullets: tuple[Bullet, ...]
    quotes: tuple[Quote, ...]
    headline: str | None
    tally: Tally


def shortened(draft: Draft) -> Draft:
    """The draft without the bullets beyond those that a briefing shows."""
    return replace(draft, bullets=draft.bullets[:MOST])


def passed(draft: Draft, first: Checked, second: Checked | None = None) -> Passed:
    """The bullets of the first check, with those of a repair in the places of those rejected, none twice."""
    mended = dict(zip(rejected(draft, first), second.bullets if second else (), strict=False))
    kept: dict[int, Bullet] = {}
    for place, bullet in enumerate(first.bullets):
        one = bullet or mended.get(place)
        if one and not any(_says_again(one, other) for other in kept.values()):
            kept[place] = one
    quotes = dict.fromkeys((*first.quotes, *(second.quotes if second else ())))
    tally = Tally(len(kept), len(kept.keys() & mended.keys()), len(first.bullets) - len(kept))
    return Passed(tuple(kept.values()), tuple(quotes), first.headline, tally)


def _says_again(one: Bullet, other: Bullet) -> bool:
    mine, theirs = set(terms(one.text)), set(terms(other.text))
    return len(mine & theirs) > MOST_ALIKE * min(len(mine), len(theirs))


def written_briefing(plain: Briefing, found: Passed, writer: str) -> Briefing | None:
    """The briefing in these bullets, otherwise as the extractive writer has it; None without a bullet."""
    bullets = _in_time(found.bullets)
    if not bullets:
        return None
    tally = replace(found.tally, bullets=len(bullets))
    left = READING_WORDS - _length(bullets)
    quotes = _asked(found.quotes, bullets, left) or best_quotes(
        plain.story, bullets, term_weights(plain.story), left
    )
    return replace(
        plain,
        headline=found.headline or plain.headline,
        bullets=bullets,
        quotes=quotes,
        writer=writer,
        tally=tally,
    )


def _in_time(bullets: Sequence[Bullet]) -> tuple[Bullet, ...]:
    """The first bullets that are read in time; the very first is never too long."""
    kept: tuple[Bullet, ...] = ()
    for bullet in bullets:
        if kept and _length((*kept, bullet)) > READING_WORDS:
            break
        kept = (*kept, bullet)
    return kept


def _length(bullets: Sequence[Bullet]) -> int:
    return sum(len(words(bullet.text)) for bullet in bullets)


def _asked(quotes: Sequence[Quote], bullets: Sequence[Bullet], left: int) -> tuple[Quote, ...]:
    """The quotes that the bullets ask for beside them, none twice, as many as are read in time."""
    shown = {(quote.article, quote.span.start) for bullet in bullets for quote in bullet.quotes}
    kept: tuple[Quote, ...] = ()
    for quote in quotes:
        fits = sum(len(words(one.text)) for one in (*kept, quote)) <= left
        if fits and len(kept) < MOST_QUOTES and (quote.article, quote.span.start) not in shown:
            kept = (*kept, quote)
    return kept
