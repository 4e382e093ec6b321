"""Questions to the corpus: what fits them, and what answers them, alone or in a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.core.answers import context, extractive, overview, said
from bot.core.answers.asked import AskedFor
from bot.core.answers.context import NO_THREAD, Thread
from bot.core.answers.evidence import LEAD, Matcher
from bot.core.answers.extractive import AnswerCandidate
from bot.core.answers.judgement import AnswerJudgement, Weights
from bot.core.answers.query import Sought, understand, weigh
from bot.core.answers.rank import RankedHit, confidence, passage, rank, unranked
from bot.core.answers.said import Saying
from bot.core.briefing.choose import IN_A_LINE
from bot.core.briefing.extractive import brief
from bot.core.checks import printable
from bot.core.outline import texts
from bot.core.reading.text import stem
from bot.errors import ConfigError
from bot.model import (
    AnnotatedArticle,
    Answer,
    Bullet,
    Found,
    Hit,
    Question,
    Quote,
    Scope,
    SearchQuery,
    Story,
)
from bot.newsroom import wording
from bot.newsroom.wording import Terms, Understood, terms_of, understood
from bot.newsroom.write import Writer
from bot.ports import ArticleStore

ANOTHER = 0.5
"""Share of a turn's words under which the thread's articles do not speak of its subject."""

POOL = 500
"""Quotes of a surname that are read: forms of a name are kept apart by what stands around them."""

LOOKED_AT, NAMED = 200, 1_000
"""Articles that are ranked, and those of which some hold a name as it is written: The Who, not the WHO."""
OF_OWNER = 60
"""Articles in which somebody's lawyer or wife is looked for."""

NAMED_TWICE = 2
"""Names of a story that tell its event: one alone may be somebody's of another."""

NEAREST = 3
"""Articles that are offered where none answers."""

__all__ = ["NO_THREAD", "Found", "Thread", "ask", "search"]


async def search(
    store: ArticleStore,
    text: str,
    workspace: str,
    *,
    limit: int = 10,
    since: datetime | None = None,
    as_of: datetime | None = None,
    without: frozenset[str] = frozenset(),
    now: datetime | None = None,
) -> Found:
    """The articles that fit best, each with its best passage.

    Raises ConfigError for an empty question, or an operator whose value is no day.
    """
    ranked, sought = await looked_at(store, Question(text, workspace, as_of, without, now), since)
    hits = await asyncio.to_thread(_with_passages, ranked[:limit], sought)
    return Found(hits, confidence(ranked, sought))


async def looked_at(
    store: ArticleStore, question: Question, since: datetime | None = None
) -> tuple[list[RankedHit], Sought]:
    """All articles ranked for a question, best first, and what is sought; raises as `search` does."""
    typed = wording.read(question)
    terms = await terms_of(store, typed, question.workspace)
    sought = terms.sought(typed.text)
    return await _ranked(store, question, typed, terms, terms.searched, sought, since), sought


def _with_passages(ranked: list[RankedHit], sought: Sought) -> tuple[Hit, ...]:
    return tuple(replace(each.hit, passage=passage(each, sought)) for each in ranked)


async def ask(
    store: ArticleStore,
    question: Question,
    judged: AnswerJudgement,
    thread: Thread = NO_THREAD,
    writer: Writer | None = None,
) -> Answer:
    """The sentences that answer, or none of them when the corpus does not say; raises as `search` does.

    In a thread the answer is about its story, whatever article tells it; where the words name another
    subject, and nothing of the story answers, it is about that, and says so. With a writer the answer
    is in a model's words, as far as they pass; what compares or tells day by day stays in the articles'.
    """
    typed = wording.read(question)
    story = await _story(store, question, thread)
    if story is None and context.of_nobody(typed.text):
        return Answer(question.text, 0.0)
    if (compared := overview.sides(typed.text)) and (
        told := await _sides(store, question, judged, typed, story, compared)
    ):
        return told
    if (days := overview.day_by_day(typed.text)) and (
        told := await _day_by_day(store, question, typed, story, days)
    ):
        return told
    wanted = await understood(store, typed, question.workspace, fallback=story is not None)
    meant = wanted.terms.meant
    if told := await _said(store, question, wanted, story):
        return replace(told, meant=meant)
    answer, found = await _answered(store, question, judged, wanted, story)
    if not answer.answered and story and _names_another(wanted, story):
        alone, others = await _answered(store, question, judged, wanted, None)
        if alone.answered:
            answer, found = replace(alone, scope=Scope.ELSEWHERE), others
    if writer and answer.answered:
        answer = await writer.answer(answer, found, question.workspace)
    return replace(answer, meant=meant)


# --- the story of a thread -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Story:
    """The articles of a thread, the names that tell their story from others, and its first question."""

    reads: Mapping[str, AnnotatedArticle]
    names: Mapping[str, float]
    known: frozenset[str]  # every name that stands in them
    subject: str
    first: Sought | None
    first_words: tuple[str, ...]


async def _story(store: ArticleStore, question: Question, thread: Thread) -> _Story | None:
    reads = await store.articles(thread.about, question.workspace) if thread.about else {}
    if not reads:
        return None
    articles = [read.article for read in reads.values()]
    counts, written = await asyncio.to_thread(context.story_words, articles)
    first = thread.questions[0] if thread.questions else ""
    words = understand(first)
    total, frequencies = await store.frequencies([*counts, *words], question.workspace)
    names = context.names_of_story(counts, total, frequencies)
    subject = ", ".join([written[name] for name in names][: context.SHOWN])
    known = await asyncio.to_thread(context.capitalised, articles)
    return _Story(reads, names, known, subject, weigh(first, total, frequencies) if words else None, words)


def _names_another(wanted: Understood, story: _Story) -> bool:
    """Whether a turn stands by itself, and the story's articles speak of less than half of what it names."""
    typed, terms = wanted.typed, wanted.terms
    if context.leans(typed.text) or len(terms.words) < context.FEWEST:
        return False
    own = terms.sought(typed.text).own
    matcher = Matcher.of(own)
    texts_of = (f"{read.article.headline}\n{read.article.text}" for read in story.reads.values())
    held = {place.root for text in texts_of for place in matcher.places(text)}
    return sum(own[root] for root in held) < ANOTHER


# --- sentences -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that was looked at for a question: the sentences, best first, their articles, what was sought."""

    found: Sequence[AnswerCandidate]
    ranked: Sequence[RankedHit]
    sought: Sought
    story: frozenset[str]  # the ids of the thread's articles


async def evidence(
    store: ArticleStore, question: Question, ranking: Weights, thread: Thread = NO_THREAD
) -> Evidence:
    """What is looked at for a question, by these weights of a ranker; raises as `search` does."""
    typed = wording.read(question)
    story = await _story(store, question, thread)
    wanted = await understood(store, typed, question.workspace, fallback=story is not None)
    return await _evidence(store, question, ranking, wanted, story)


async def _evidence(
    store: ArticleStore, question: Question, ranking: Weights, wanted: Understood, story: _Story | None
) -> Evidence:
    typed, terms = wanted.typed, wanted.terms
    sought, words = terms.sought(typed.text), terms.searched
    if story:
        sought = context.in_thread(sought, story.first, story.names)
        words = tuple(dict.fromkeys((*words, *story.names, *story.first_words)))
    ranked = await _ranked(store, question, typed, terms, words, sought)
    if story:
        ranked = unranked([read.article for read in story.reads.values()], ranked)
    best = [each.hit.article.id for each in ranked[: extractive.ARTICLES]]
    reads = await store.articles(best, question.workspace)
    about = frozenset(story.reads) if story else frozenset[str]()
    speaker = wanted.saying.named if wanted.saying else ()
    known = story.known if story else frozenset[str]()
    found = await asyncio.to_thread(
        extractive.candidates, ranked, reads, sought, ranking, about, speaker, known
    )
    return Evidence(found, ranked, sought, about)


async def _answered(
    store: ArticleStore,
    question: Question,
    judged: AnswerJudgement,
    wanted: Understood,
    story: _Story | None,
) -> tuple[Answer, Sequence[AnswerCandidate]]:
    """The answer, and all sentences that were looked at for it, best first."""
    seen = await _evidence(store, question, judged.ranking, wanted, story)
    sure = judged.confidence(seen.found, seen.ranked, seen.sought)
    subject = story.subject if story else ""
    found = seen.found
    if wanted.saying and wanted.saying.owner:  # only who speaks answers for somebody's lawyer or wife
        found = [one for one in found if one.fitness.fact]
    chosen = extractive.newest_count(extractive.choose(found)) if sure >= judged.needed(seen.sought) else []
    if not chosen:
        near = tuple(each.hit.article for each in seen.ranked[:NEAREST])
        return Answer(question.text, sure, near=near, subject=subject, about=tuple(sorted(seen.story))), ()
    cited = tuple(dict.fromkeys(one.read.article.id for one in chosen))
    bullets = tuple(one.bullet() for one in chosen)
    answer = Answer(
        question.text,
        sure,
        bullets,
        quotes=tuple(quote for bullet in bullets for quote in bullet.quotes if printable(quote)),
        fact=extractive.common_fact(chosen, seen.found, seen.sought),
        subject=subject,
        about=cited,
        scope=_scope(cited, story),
    )
    return answer, seen.found


def _scope(cited: Collection[str], story: _Story | None) -> Scope:
    if story is None:
        return Scope.CORPUS
    return Scope.STORY if set(cited) <= set(story.reads) else Scope.EVENT


async def _ranked(
    store: ArticleStore,
    question: Question,
    typed: AskedFor,
    terms: Terms,
    words: Sequence[str],
    sought: Sought,
    since: datetime | None = None,
) -> list[RankedHit]:
    ends = [moment for moment in (question.as_of, typed.until) if moment]
    query = SearchQuery(
        tuple(words),
        question.workspace,
        beside=terms.words,
        since=since or typed.since,
        until=min(ends, default=None),
        without=question.without,
        limit=NAMED if typed.stop_names else LOOKED_AT,
    )
    hits = [hit for hit in await store.search(query) if typed.fits(hit.article)]
    return await asyncio.to_thread(rank, hits, sought, question.as_of)


# --- several things ------------------------------------------------------------------------------


async def _sides(
    store: ArticleStore,
    question: Question,
    judged: AnswerJudgement,
    typed: AskedFor,
    story: _Story | None,
    sides: Sequence[overview.Side],
) -> Answer | None:
    """What each side says, or what is said of it, side by side; None where nothing is."""
    told: list[tuple[str, Bullet]] = []
    meant: dict[tuple[str, str], None] = {}
    for side in sides:
        part = replace(typed, text=side.question)
        wanted = await understood(store, part, question.workspace, fallback=story is not None)
        meant |= dict.fromkeys(wanted.terms.meant)
        if quoted := await _said(store, question, wanted, story):
            told += [(side.name, bullet) for bullet in quoted.bullets[: overview.SIDE_BULLETS]]
            continue
        seen = await _evidence(store, question, judged.ranking, wanted, story)
        name = wanted.terms.sought(side.name, understand(wanted.terms.read(side.name))).own
        told += [(side.name, one.bullet()) for one in overview.of_side(seen.found, name)]
    names = [name for name, _ in told]
    unsaid = tuple(side.name for side in sides if side.name not in names)
    if not told:
        return None
    return _several(question, overview.side_by_side(told, sides), story, tuple(meant), unsaid)


async def _day_by_day(
    store: ArticleStore,
    question: Question,
    typed: AskedFor,
    story: _Story | None,
    days: overview.DayByDay,
) -> Answer | None:
    """The first bullet of each day's best article; None where no article is about the subject."""
    if not days.subject and story is None:
        raise ConfigError(texts.NO_WORDS)
    part = replace(typed, text=days.subject)
    terms = await terms_of(store, part, question.workspace, fallback=story is not None)
    sought, words = terms.sought(days.subject), terms.searched
    if story and not sought.own:
        sought, words = context.in_thread(sought, story.first, story.names), tuple(story.names)
    ranked = await _ranked(store, question, part, terms, words, sought)
    subject = overview.Subject.of(sought)
    articles = await asyncio.to_thread(subject.articles, ranked, days)
    reads = await store.articles([article.id for article in articles], question.workspace)
    read = [reads[article.id] for article in articles if article.id in reads]
    told = subject.told(await asyncio.to_thread(_first_bullets, read), days)
    if not told:
        return None
    answer = _several(question, told, story, terms.meant)
    leaves = story and not sought.story and not set(answer.about) & story.reads.keys()
    return replace(answer, scope=Scope.ELSEWHERE) if leaves else answer


def _first_bullets(reads: Sequence[AnnotatedArticle]) -> list[Bullet]:
    """What the writer of briefings says of each first."""
    briefings = (brief(Story((read,)), IN_A_LINE) for read in reads)
    return [briefing.bullets[0] for briefing in briefings if briefing]


def _several(
    question: Question,
    told: Sequence[tuple[str | date, Bullet]],
    story: _Story | None,
    meant: tuple[tuple[str, str], ...],
    unsaid: tuple[str, ...] = (),
) -> Answer:
    bullets = tuple(bullet for _, bullet in told)
    cited = tuple(dict.fromkeys(cite.article.id for bullet in bullets for cite in bullet.cites))
    return Answer(
        question.text,
        1.0,
        bullets,
        labels=tuple(label for label, _ in told),
        unsaid=unsaid,
        quotes=tuple(quote for bullet in bullets for quote in bullet.quotes if printable(quote)),
        subject=story.subject if story else "",
        about=cited,
        scope=_scope(cited, story),
        meant=meant,
    )


# --- who said what -------------------------------------------------------------------------------


async def _said(
    store: ArticleStore, question: Question, wanted: Understood, story: _Story | None
) -> Answer | None:
    """The person's quotes on the subject; None where nobody's are asked for, or the quote book has none."""
    saying = wanted.saying
    if saying is None:
        return None
    if saying.owner:
        own = await _of_owner(store, question, wanted.typed, saying)
    else:
        quotes = await store.quotes(question.workspace, saying.surname, limit=POOL, until=question.as_of)
        own = [one for one in said.by_person(quotes, saying) if one.article.id not in question.without]
    if not own:
        return None
    words = understand(saying.what) if saying.what else ()
    words = tuple(word for word in words if word not in saying.who)
    total, counts = await store.frequencies(words, question.workspace)
    subject = weigh(saying.what, total, counts, words).own if words else {}
    newest = max(quote.article.dated for quote in own)
    moment = (question.as_of or newest).timestamp()
    if story:
        own = await asyncio.to_thread(_of_event, own, story)
    fit = await asyncio.to_thread(said.fitting, own, subject, moment)
    chosen = said.chosen(fit, saying)
    if not chosen:
        return None
    reads = await store.articles({quote.article.id for quote in chosen}, question.workspace)
    bullets = await asyncio.to_thread(said.bullets, chosen, reads)
    about = tuple(dict.fromkeys(quote.article.id for quote in chosen))
    return Answer(
        question.text,
        min(0.5 + fit[0].fit / 2, 1.0),
        bullets,
        quotes=tuple(chosen),
        subject=story.subject if story else "",
        about=about,
        scope=_scope(about, story),
    )


async def _of_owner(store: ArticleStore, question: Question, typed: AskedFor, saying: Saying) -> list[Quote]:
    """The quotes of whoever is the owner's lawyer, wife or mayor, in the articles that speak of both."""
    words = understand(" ".join((*saying.owner, *saying.who)))
    total, counts = await store.frequencies(words, question.workspace)
    terms = Terms(words, total, counts)
    ranked = await _ranked(store, question, typed, terms, words, terms.sought(""))
    reads = await store.articles([each.hit.article.id for each in ranked[:OF_OWNER]], question.workspace)
    return await asyncio.to_thread(said.by_relation, list(reads.values()), saying)


def _of_event(quotes: Sequence[Quote], story: _Story) -> list[Quote]:
    """The quotes of the thread's articles, and those beside which, or above which, its event is named."""
    shares = {stem(name): share for name, share in story.names.items()}
    matcher = Matcher.of(shares)
    kept = []
    for quote in quotes:
        article, span = quote.article, quote.span
        near = article.text[max(span.start - said.NEAR, 0) : span.end + said.NEAR]
        told = f"{article.headline}\n{article.text[:LEAD]}\n{near}"
        named = {place.root for place in matcher.places(told)}
        several = len(named) >= min(NAMED_TWICE, len(shares))
        event = several and sum(shares[root] for root in named) >= extractive.EVENT
        if article.id in story.reads or event:
            kept.append(quote)
    return kept
