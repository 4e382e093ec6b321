"""Who said what: the person and the subject of such a question, and their quotes in order of fit and time."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.core.answers.evidence import LEAD, Matcher, Place, within
from bot.core.answers.extractive import BULLETS, LEANS, WORDS
from bot.core.checks import fault, printable, quotes_within
from bot.core.quotes.book import around
from bot.core.reading.names import name_parts
from bot.core.reading.text import accentless, fold_text
from bot.core.reading.tokens import bare
from bot.model import AnnotatedArticle, Bullet, Cite, Quote, Span

QUOTES = 5
"""Quotes of one answer."""

TOGETHER = 3
"""Quotes by which one of several people of a name is chosen."""

KNOWN = 1.0
"""How much it counts, by the logarithm, that many articles quote one of several people of a name."""

NEAR = 400
"""Code points before and after a quote that tell what it is about."""

FITS = 0.5
"""Share of the subject that must stand in a quote's surroundings."""

FRESH = 14.0
"""Days after which a quote counts half as new."""

OWN, BESIDE, FRESHNESS = 1.0, 0.8, 0.6
"""How much the subject's words in the sentence, those near it or above, and newness count."""

_SAY = (
    r"(?:say|says|said|saying|think|thinks|thought|tell|tells|told|tweet|tweeted|post|posted|write|wrote"
    r"|claim|claimed|comment|commented|respond|responded|reply|replied|react|reacted|argue|argued"
    r"|promise|promised|warn|warned)"
)
_ON = r"(?:on|about|of|regarding)"
_ASKED = (
    re.compile(
        r"\bwhat (?:else )?(?:did|does|do|has|have|had|is|was|were) (?P<who>.+?)"
        rf" (?:also |else |just )?{_SAY}\b(?P<what>.*)$"
    ),
    re.compile(
        r"^(?:any |the |some )?(?:quotes?|statements?|comments?|words) (?:from|by|of) (?P<who>.+?)"
        rf"(?P<what> {_ON} .*)?$"
    ),
    re.compile(rf"\bwhat (?P<who>.+?) {_SAY} (?P<what>{_ON} .*)$"),
    re.compile(rf"^(?P<who>[\w’'. -]+?) {_SAY} what (?P<what>{_ON} .*)$"),
)
_TITLES = frozenset(
    """mr mrs ms dr prof professor president ex former prime minister pm senator sen rep representative gov
    governor mayor chief judge justice sheriff officer captain colonel general secretary chancellor king queen
    prince princess pope sir lady lord coach ceo boss director attorney lawyer the a an author actor actress
    singer star""".split()
)
_RELATIONS = frozenset(
    """wife husband widow widower partner spouse son daughter mother father brother sister mom mum dad parents
    family uncle aunt cousin nephew niece grandson granddaughter grandfather grandmother friend neighbor
    neighbour agent manager aide adviser advisor spokesman spokeswoman spokesperson representative publicist
    counsel solicitor doctor physician surgeon trainer executive founder chairman chairwoman chair premier
    ambassador commissioner superintendent owner editor bodyguard assistant deputy speaker office team
    campaign""".split()
)
"""With the titles: who stands to somebody or a place in some way, and is no name."""

_OF_BODIES = frozenset(
    """ceo executive founder chairman chairwoman chair spokesman spokeswoman spokesperson mayor governor
    premier minister president""".split()
)
"""Of them, those that a company or a place has one of: told with it, the role alone tells whose."""

_ALIKE = ({"lawyer", "attorney", "counsel"}, {"spokesman", "spokeswoman", "spokesperson"})
_PRONOUNS = frozenset("he she they it we you i him her them who that this people".split())
_LEANING = re.compile(r"\b(?:his|her|their|its|it|that|this|them|him)\b")
_POSSESSIVE = re.compile(r"^(?P<owner>.*\b\w+(?:'s|s')) (?=\w)")
_OWNED = re.compile(r"\w's$")


@dataclass(frozen=True, slots=True)
class Saying:
    """Whose words are asked for, folded, and on what; without a subject anything.

    With an `owner` it is the owner's: "rushdie's agent" is an agent, and Rushdie's.
    """

    who: tuple[str, ...]
    surname: str
    what: str
    owner: tuple[str, ...] = ()
    exact: str = ""  # a name that ends in a possessive: "wendy's"

    @property
    def named(self) -> tuple[str, ...]:
        """What a sentence must hold to tell of this person."""
        return (*self.owner[-1:], self.surname)


def asked(question: str, speaker: str = "") -> Saying | None:
    """Whose words a question asks for; None for another question, or where it names nobody.

    With a `speaker` all of the question is the subject.
    """
    text = fold_text(question).strip(" ?!.")
    if speaker:
        return _saying(fold_text(speaker), text)
    for pattern in _ASKED:
        if match := pattern.search(text):
            return _saying(match["who"], match["what"] or "")
    return None


def _saying(named: str, what: str) -> Saying | None:
    owned = _POSSESSIVE.match(named)
    within = named[owned.end() :] if owned else named  # "alex jones's lawyer reynal" is Reynal
    words = [part for part in name_parts(within) if part]
    people = [word for word in words if not _is_role(word)] or words[-1:]
    owner = tuple(map(bare, name_parts(owned["owner"]))) if owned else ()
    if owner and (_is_role(words[-1]) or len(people) == len(words) == 1):
        people = words  # "uvalde's mayor", "acme's foreman": nobody's name
    else:
        owner = ()
    asked_for = (*owner, *people)
    if not people or len(words) > 6 or any(word in _PRONOUNS for word in asked_for):
        return None
    subject = re.sub(r"^ *(?:on|about|of|regarding|that|to|when|after|before) ", "", what).strip()
    exact = within if _OWNED.search(within) and not owner else ""
    return Saying(tuple(people), people[-1], subject, owner, exact)


def _is_role(word: str) -> bool:
    return word in _TITLES or word in _RELATIONS


@dataclass(frozen=True, slots=True)
class FittingQuote:
    """A quote and how well it fits what was asked."""

    quote: Quote
    fit: float  # share of the subject near it, or above
    near: float  # near it
    score: float


def by_person(quotes: Iterable[Quote], saying: Saying) -> list[Quote]:
    """Those of the quotes that the named person said, as far as names tell."""
    own = [quote for quote in quotes if printable(quote) and quote.speaker and _is_called(quote, saying)]
    if saying.exact:
        return [quote for quote in own if saying.exact in fold_text(quote.speaker or "")]
    given = set(saying.who[:-1])
    told = [quote for quote in own if given & set(name_parts(quote.speaker or ""))]
    surname_only = [quote for quote in own if len(name_parts(quote.speaker or "")) == 1]
    if not given or not told:
        return own
    articles = {quote.article.id for quote in told}
    return [*told, *(quote for quote in surname_only if quote.article.id in articles)]


def by_relation(reads: Iterable[AnnotatedArticle], saying: Saying) -> list[Quote]:
    """The quotes of whoever an article tells to be the owner's: "Rushdie's agent, Andrew Wylie"."""
    tie = _tie(saying)
    found = []
    for read in reads:
        people = _tied(accentless(read.article.text), tie, saying) if read.quotes else []
        for quote in filter(printable, read.quotes):
            own = set(name_parts(quote.speaker or "")) - set(saying.owner)
            names = own - {*saying.who, *_TITLES, *_RELATIONS}
            if not quote.speaker or not own:
                continue
            if names:
                ours = (
                    any(names & person for person in people)
                    or _ties(tie, quote.role or "")
                    or _in_office(quote, saying)
                )
            else:
                ours = _ties(tie, quote.speaker) or _ties(tie, quote.article.words(around(quote)))
            if ours:
                found.append(quote)
    return found


def _in_office(quote: Quote, saying: Saying) -> bool:
    """Whether the speaker has this role, and the sentence or the headline names the company or the place."""
    article = quote.article
    told = name_parts(f"{article.headline} {article.words(around(quote))}".replace("’", "'"))
    role = name_parts(quote.role or "")
    return saying.surname in _OF_BODIES & set(role) and saying.owner[-1] in told


def _tie(saying: Saying) -> re.Pattern[str]:
    """Where a text says that somebody is the owner's: "Jones' former lawyer", "a lawyer for Alex Jones"."""
    last = next((alike for alike in _ALIKE if saying.surname in alike), {saying.surname})
    role = r"[\s-]".join([*map(re.escape, saying.who[:-1]), f"(?:{'|'.join(sorted(map(re.escape, last)))})"])
    owner = re.escape(saying.owner[-1])
    ahead = rf"\b{owner}(?:'s|s'|')(?: [\w-]+){{0,3}} {role}\b|\b{owner} {role}\b"
    behind = rf"\b{role} (?:of|for|to|representing) (?:the |former |president )*(?:[\w.'-]+ ){{0,2}}{owner}\b"
    return re.compile(f"{ahead}|{behind}", re.IGNORECASE)


def _ties(tie: re.Pattern[str], text: str) -> bool:
    return tie.search(accentless(text)) is not None


_NAME = r"[A-Z][\w.'-]*(?: [A-Z][\w.'-]*){0,3}"
_FOLLOWS = re.compile(rf"(?:,| -| –)? ({_NAME})")
_PRECEDES = re.compile(rf"({_NAME})(?:, (?:who (?:is|was) )?| (?:is|was) )(?:(?:an?|the|one of) (?:\w+ )?)?$")


def _tied(text: str, tie: re.Pattern[str], saying: Saying) -> list[set[str]]:
    """The words of the names that stand before or behind where the text says that somebody is the owner's."""
    found = []
    for match in tie.finditer(text):
        before = _PRECEDES.search(text[max(match.start() - NEAR // 4, 0) : match.start()])
        for name in (_FOLLOWS.match(text, match.end()), before):
            words = set(name_parts(name[1])) - {*saying.owner, *saying.who, *_TITLES} if name else set()
            if words:
                found.append(words)
                break
    return found


def _is_called(quote: Quote, saying: Saying) -> bool:
    names = name_parts(quote.speaker or "")
    if saying.surname not in names:
        return False
    others = [word for word in names if word != saying.surname]
    given = saying.who[:-1]
    if not given or not others:
        return True
    roles = name_parts(quote.role or "")
    return any(word in others or word in roles for word in given) or any(
        one[0] == other[0] and min(len(one), len(other)) == 1 for one in given for other in others
    )


def fitting(quotes: Sequence[Quote], subject: Mapping[str, float], newest: float) -> list[FittingQuote]:
    """The quotes on the subject, best first; `newest` is the moment asked on, in seconds since 1970."""
    matcher = Matcher.of(subject)
    places: dict[str, list[Place]] = {}
    heads: dict[str, set[str]] = {}
    found = []
    for quote in quotes:
        article = quote.article
        if article.id not in places:
            places[article.id] = matcher.places(article.text)
            heads[article.id] = {place.root for place in matcher.places(article.headline)}
            heads[article.id] |= within(places[article.id], Span(0, LEAD))
        sentence = around(quote)
        own = within(places[article.id], sentence)
        near = within(places[article.id], Span(max(sentence.start - NEAR, 0), sentence.end + NEAR))
        age = max(newest - article.dated.timestamp(), 0.0) / 86_400
        share = _share(subject, near | heads[article.id]) if subject else 1.0
        close = _share(subject, near) if subject else 1.0
        score = OWN * _share(subject, own) + BESIDE * share + FRESHNESS / (1 + age / FRESH)
        found.append(FittingQuote(quote, share, close, score))
    return sorted(found, key=lambda one: (-one.score, one.quote.span))


def _share(weights: Mapping[str, float], roots: Iterable[str]) -> float:
    return sum(weights.get(root, 0.0) for root in roots)


def chosen(best_first: Sequence[FittingQuote], saying: Saying) -> list[Quote]:
    """The best, each utterance once, of the one person whose quotes fit best together."""
    least = 0.0 if _LEANING.search(saying.what) else FITS
    fit = [one for one in best_first if one.fit >= least]
    fit = [one for one in fit if one.near >= least] or fit  # above alone it may be about what was before
    known = Counter(name for name, _ in {(_name(one.quote), one.quote.article.id) for one in best_first})
    kept: dict[str, Quote] = {}
    for one in _of_one_person(fit, known):
        kept.setdefault(fold_text(one.quote.text), one.quote)
    return list(kept.values())[:QUOTES]


def _name(quote: Quote) -> str:
    return " ".join(name_parts(quote.speaker or ""))


def _of_one_person(fit: Sequence[FittingQuote], known: Mapping[str, int]) -> list[FittingQuote]:
    """Those of the fullest forms of one name; a surname alone goes with the person its article names too."""
    groups: defaultdict[str, list[FittingQuote]] = defaultdict(list)
    for one in fit:
        groups[_name(one.quote)].append(one)
    worth = {
        name: sum(one.score for one in own[:TOGETHER]) + KNOWN * math.log(known[name])
        for name, own in groups.items()
    }
    best = max(worth, key=lambda name: worth[name], default="")
    if " " in best:
        own = groups[best]
        articles = {one.quote.article.id for one in own}
        surname = best.split()[-1]
        own = [*own, *(one for one in groups.get(surname, ()) if one.quote.article.id in articles)]
        own += [one for name in groups if _same(name, best) for one in groups[name]]
    else:
        own = groups.get(best, [])
    return sorted(own, key=lambda one: (-one.score, one.quote.span))


def _same(name: str, best: str) -> bool:
    """Whether two full names are forms of one: "Chris Covelli", "Christopher Covelli"."""
    one, other = name.split(), best.split()
    short, long = sorted((one[0], other[0]), key=len)
    return name != best and len(one) > 1 and one[-1] == other[-1] and long.startswith(short[:3])


def bullets(chosen: Sequence[Quote], reads: Mapping[str, AnnotatedArticle]) -> tuple[Bullet, ...]:
    """The sentences that the quotes stand in, each once, as far as they can stand alone."""
    found: dict[str, Bullet] = {}
    left = WORDS
    for quote in chosen:
        read, sentence = reads.get(quote.article.id), around(quote)
        text = quote.article.words(sentence)
        fit = fault(text) in (None, LEANS) and len(text.split()) <= left
        if read and fit and text not in found and len(found) < BULLETS:
            left -= len(text.split())
            found[text] = Bullet(text, (Cite(read.article, sentence),), quotes_within(read, sentence))
    return tuple(found.values())
