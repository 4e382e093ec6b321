"""What is looked up: answers to questions, the quote book, and what readers reported of quotes."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.answers import asked, context, extractive, said
from bot.core.answers.asked import AskedFor
from bot.core.answers.context import NO_THREAD, Thread
from bot.core.answers.evidence import LEAD, Matcher
from bot.core.answers.extractive import AnswerCandidate
from bot.core.answers.judgement import AnswerJudgement, Weights
from bot.core.answers.query import Sought, understand, weigh
from bot.core.answers.rank import RankedHit, confidence, passage, rank, unranked
from bot.core.answers.said import Saying
from bot.core.checks import printable, sourced
from bot.core.checks.sourced import CheckedSentence
from bot.core.outline import texts
from bot.core.quotes import book, verify
from bot.core.reading.lexicon import Lexicon
from bot.core.reading.text import sentences, stem
from bot.errors import ConfigError
from bot.model import (
    AnnotatedArticle,
    Answer,
    BookPage,
    Case,
    Found,
    Hit,
    Question,
    Quote,
    Scope,
    SearchQuery,
)
from bot.newsroom.write import Writer
from bot.ports import ArticleStore

COMMON = 0.1
"""Words that a larger share of the articles holds do not choose the candidates: they cost and say little."""

FEW = 1_000
"""Articles that are looked through in no time, however large a share of all they are."""

MOST_WORDS = 40
"""Words of a question that are looked for."""

MOST_SLIPS = 2
"""Of them, those for which other words are tried where no article holds them."""

FEWEST = 4
"""Words of a turn that can leave its thread's subject: fewer are hardly a question of their own."""

ANOTHER = 0.5
"""Share of a turn's words under which the thread's articles do not speak of its subject."""

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
) -> Found:
    """The articles that fit best, each with its best passage; raises ConfigError for an empty question."""
    question = Question(text, workspace, as_of, without)
    typed = asked.read(text, as_of)
    terms = await _terms(store, typed, workspace)
    sought = terms.sought(typed.text)
    ranked = await _ranked(store, question, typed, terms.searched, sought, since)
    hits = await asyncio.to_thread(_with_passages, ranked[:limit], sought)
    return Found(hits, confidence(ranked, sought))


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
    is in a model's words, as far as they pass.
    """
    typed = asked.read(question.text, question.as_of)
    terms = await _terms(store, typed, question.workspace, fallback=bool(thread.about))
    story = await _story(store, question, thread)
    saying = said.asked(typed.text, typed.speaker)
    if saying and (told := await _said(store, question, saying, story)):
        return told
    answer, found = await _answered(store, question, judged, typed, terms, story, saying)
    if not answer.answered and story and _names_another(typed, terms, story):
        alone, others = await _answered(store, question, judged, typed, terms, None, saying)
        if alone.answered:
            answer, found = replace(alone, scope=Scope.ELSEWHERE), others
    if writer and answer.answered:
        answer = await writer.answer(answer, found, question.workspace)
    return replace(answer, meant=terms.meant)


# --- the words of a question ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Terms:
    """The words of a question as articles write them, and in how many of all articles each stands."""

    words: tuple[str, ...]
    total: int
    counts: Mapping[str, int]
    others: tuple[str, ...] = ()  # other spellings, and phrases
    meant: tuple[tuple[str, str], ...] = ()

    @property
    def searched(self) -> tuple[str, ...]:
        """The words that choose: those that few articles hold, or all when fewer than two are left."""
        most = max(COMMON * self.total, FEW)
        rare = tuple(word for word in self.words if self.counts[word] <= most)
        return (*(rare if len(rare) > 1 else self.words), *self.others)

    def sought(self, text: str) -> Sought:
        """What is looked for by these words."""
        return weigh(text, self.total, self.counts, self.words)


async def _terms(store: ArticleStore, typed: AskedFor, workspace: str, *, fallback: bool = False) -> _Terms:
    """With what each word that no article holds may mean; raises ConfigError where there are no words."""
    words = understand(typed.text)[:MOST_WORDS]
    if not words and not typed.phrases and not fallback:
        raise ConfigError(texts.NO_WORDS)
    others = {word: asked.spellings(word) for word in words}
    every = [*words, *(one for spelled in others.values() for one in spelled)]
    total, counted = await store.frequencies(every, workspace)
    counts = dict(counted)
    held = {word: counts[word] + sum(counts[one] for one in others[word]) for word in words}
    strange = [word for word in words if not held[word]] if total else []
    slips = {word: await _slip(store, word, workspace) for word in strange[:MOST_SLIPS]}
    counts |= held | dict(filter(None, slips.values()))
    meant = tuple((word, slip[0]) for word, slip in slips.items() if slip)
    read = dict(meant)
    spelled = [one for word in words for one in others[word] if counts[one]]
    known = tuple(dict.fromkeys(read.get(word, word) for word in words))
    return _Terms(known, total, counts, (*spelled, *typed.phrases), meant)


async def _slip(store: ArticleStore, word: str, workspace: str) -> tuple[str, int] | None:
    """The word of the articles that a mistyped one is likeliest to mean, and how many hold it."""
    near = asked.slips(word)
    if not near:
        return None
    _, counts = await store.frequencies(near, workspace)
    best = max(near, key=lambda one: counts[one])
    return (best, counts[best]) if counts[best] else None


# --- the story of a thread -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Story:
    """The articles of a thread, the names that tell their story from others, and its first question."""

    reads: Mapping[str, AnnotatedArticle]
    names: Mapping[str, float]
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
    return _Story(reads, names, subject, weigh(first, total, frequencies) if words else None, words)


def _names_another(typed: AskedFor, terms: _Terms, story: _Story) -> bool:
    """Whether a turn stands by itself, and the story's articles speak of less than half of what it names."""
    if context.leans(typed.text) or len(terms.words) < FEWEST:
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
    typed = asked.read(question.text, question.as_of)
    terms = await _terms(store, typed, question.workspace, fallback=bool(thread.about))
    story = await _story(store, question, thread)
    saying = said.asked(typed.text, typed.speaker)
    return await _evidence(store, question, ranking, typed, terms, story, saying)


async def _evidence(
    store: ArticleStore,
    question: Question,
    ranking: Weights,
    typed: AskedFor,
    terms: _Terms,
    story: _Story | None,
    saying: Saying | None,
) -> Evidence:
    sought, words = terms.sought(typed.text), terms.searched
    if story:
        sought = context.in_thread(sought, story.first, story.names)
        words = tuple(dict.fromkeys((*words, *story.names, *story.first_words)))
    ranked = await _ranked(store, question, typed, words, sought)
    if story:
        ranked = unranked([read.article for read in story.reads.values()], ranked)
    best = [each.hit.article.id for each in ranked[: extractive.ARTICLES]]
    reads = await store.articles(best, question.workspace)
    about = frozenset(story.reads) if story else frozenset[str]()
    speaker = saying.surname if saying else ""
    found = await asyncio.to_thread(extractive.candidates, ranked, reads, sought, ranking, about, speaker)
    return Evidence(found, ranked, sought, about)


async def _answered(
    store: ArticleStore,
    question: Question,
    judged: AnswerJudgement,
    typed: AskedFor,
    terms: _Terms,
    story: _Story | None,
    saying: Saying | None,
) -> tuple[Answer, Sequence[AnswerCandidate]]:
    """The answer, and all sentences that were looked at for it, best first."""
    seen = await _evidence(store, question, judged.ranking, typed, terms, story, saying)
    sure = judged.confidence(seen.found, seen.ranked, seen.sought)
    subject = story.subject if story else ""
    chosen = extractive.choose(seen.found) if sure >= judged.enough else []
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
    words: Sequence[str],
    sought: Sought,
    since: datetime | None = None,
) -> list[RankedHit]:
    ends = [moment for moment in (question.as_of, typed.until) if moment]
    query = SearchQuery(
        tuple(words),
        question.workspace,
        since=since or typed.since,
        until=min(ends, default=None),
        without=question.without,
    )
    hits = [hit for hit in await store.search(query) if typed.fits(hit.article)]
    return await asyncio.to_thread(rank, hits, sought, question.as_of)


# --- who said what -------------------------------------------------------------------------------


async def _said(
    store: ArticleStore, question: Question, saying: Saying, story: _Story | None
) -> Answer | None:
    """The person's quotes on the subject; None where the quote book has none."""
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


def _of_event(quotes: Sequence[Quote], story: _Story) -> list[Quote]:
    """The quotes of the thread's articles, and those beside which, or above which, its event is named."""
    shares = {stem(name): share for name, share in story.names.items()}
    matcher = Matcher.of(shares)
    kept = []
    for quote in quotes:
        article, span = quote.article, quote.span
        near = article.text[max(span.start - said.NEAR, 0) : span.end + said.NEAR]
        told = f"{article.headline}\n{article.text[:LEAD]}\n{near}"
        named = sum(shares[root] for root in {place.root for place in matcher.places(told)})
        if article.id in story.reads or named >= extractive.EVENT:
            kept.append(quote)
    return kept


MOST_SENTENCES = 30
"""Of a text that is held against articles from a chat, beyond which nothing is looked for."""

FITTING = 3
"""Articles that each of its sentences is held against, where no thread gives them."""


async def held(
    store: ArticleStore, text: str, workspace: str, lexicon: Lexicon, about: Collection[str] = ()
) -> tuple[CheckedSentence, ...]:
    """Its sentences, held against the articles named, or else those of the corpus that fit each best."""
    wanted = list(about)
    for span in () if wanted else sentences(text)[:MOST_SENTENCES]:
        sentence = text[span.start : span.end]
        if understand(sentence):
            found = await search(store, sentence, workspace, limit=FITTING)
            wanted += [hit.article.id for hit in found.hits]
    reads = await store.articles(list(dict.fromkeys(wanted)), workspace)

    def checked() -> tuple[CheckedSentence, ...]:
        sources = sourced.SourceSentences.of(tuple(reads.values()), lexicon)
        return sourced.check(text, sources, ours=texts.EXTRACTIVE)

    return await asyncio.to_thread(checked)


POOL = 500
"""Quotes of a surname that are read: forms of a name are kept apart by what stands around them."""


async def look_up(
    store: ArticleStore,
    workspace: str,
    speaker: str = "",
    about: str = "",
    since: datetime | None = None,
    limit: int = 20,
) -> tuple[BookPage, ...]:
    """The pages of those whom a name may mean, with their newest lines, of what the workspace may see."""
    asked = dict.fromkeys((speaker, book.surname_of(speaker)))
    found: dict[Quote, None] = {}
    for name in asked:
        found |= dict.fromkeys(await store.quotes(workspace, name, about, since, POOL))
    newest = sorted(found, key=lambda quote: quote.article.dated, reverse=True)
    return await asyncio.to_thread(book.pages, newest, speaker, limit)


async def cases(store: ArticleStore, lexicons: Mapping[str, Lexicon], workspace: str | None) -> list[Case]:
    """The reports of a workspace, or all, oldest first, each held against its article."""
    reports = await store.reports(workspace)
    return await asyncio.to_thread(lambda: [verify.check(report, lexicons) for report in reports])
