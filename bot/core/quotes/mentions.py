"""Everybody an article speaks of, with a name or without: each mention with whom it is of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.core.reading.furniture import captions, furniture
from bot.core.reading.lexicon import Lexicon
from bot.core.reading.names import Name, is_possessive, lead, names
from bot.core.reading.tokens import Token, Tokens, bare

MODIFIERS = 6  # words between a determiner and its noun
SPEAKING = ("say", "tell", "speak", "gerund", "claim")  # groups of verbs that a speaker stands beside
LEAD, TRAIL = 5, 3  # words before and after a name in which its verb of speech stands
COMPLEMENT = 10  # words of "for the mayor of London" that are kept


class Noun(NamedTuple):
    """A noun for a speaker: from its determiner to the end of what tells it apart."""

    first: int
    head_at: int
    last: int  # exclusive
    kind: str  # role, roles, voice, noun
    head: str
    text: str  # as it is printed
    definite: bool
    possessive: bool


def nouns(tokens: Tokens, found: Sequence[Name], lexicon: Lexicon) -> list[Noun]:
    """The unnamed speakers outside speech, in order; a role that only introduces a name is none."""
    named = {name.title: name.last for name in found}
    inside = {at for name in found for at in range(name.title, name.last)}
    inside |= furniture(tokens, lexicon) | captions(tokens, lexicon)
    return list(_NounScan(tokens, lexicon, named, frozenset(inside)).nouns())


@dataclass(frozen=True, slots=True)
class _NounScan:
    tokens: Tokens
    lexicon: Lexicon
    named: Mapping[int, int]  # where each name starts -> where it ends
    inside: frozenset[int]

    def nouns(self) -> Iterator[Noun]:
        beside = self._beside_cues()
        for at, token in enumerate(self.tokens.items):
            if at in self.inside or not (token.low in self.lexicon.nouns or at in beside):
                continue
            kind = self._kind(at, bare(token.low))
            if kind and not self._is_apposition(at):
                noun = self._noun(at, kind)
                if noun is not None:
                    yield noun

    def _beside_cues(self) -> set[int]:
        """The tokens near verbs of speech, where a noun that is not in the lexicon may speak."""
        found: set[int] = set()
        for at, token in enumerate(self.tokens.items):
            if token.low in self.lexicon.cues:
                found.add(at - 1)
                found.update(range(at + 2, at + 2 + MODIFIERS))
        return found

    def _kind(self, at: int, low: str) -> str:
        lexicon = self.lexicon
        for kind, known in (("role", lexicon.people), ("roles", lexicon.plurals), ("voice", lexicon.voices)):
            if low in known:
                return "" if self._only_describes(at, low) else kind
        return "noun" if self._beside_cue(at) else ""

    def _only_describes(self, at: int, low: str) -> bool:
        """Whether another noun follows: "campaign official", "an executive order"."""
        if at + 1 >= len(self.tokens.items):
            return False
        text, following = self.tokens.items[at + 1].text, bare(self.tokens.items[at + 1].low)
        lexicon = self.lexicon
        if lexicon.capital_nouns:
            return text[0].isupper() and following in lexicon.people
        if following in lexicon.classes or not text.isalpha() or text[0].isupper():
            return False
        if following in lexicon.people or following in lexicon.plurals or following in lexicon.voices:
            return True
        return low in lexicon.adjectives

    def _beside_cue(self, at: int) -> bool:
        """Whether a noun not in the lexicon has a verb of speech right after it, or before its article."""
        items, lexicon = self.tokens.items, self.lexicon
        token = items[at]
        if not token.text.isalpha() or not self._is_common(token) or token.low in lexicon.classes:
            return False
        first = self._first(at)
        if at + 1 < len(items) and lexicon.cues.get(items[at + 1].low) in SPEAKING:
            return not (items[at + 1].low in lexicon.claiming and items[first].low in lexicon.determiners)
        ahead = items[at + 1].low if at + 1 < len(items) else "."
        inverted = first > 1 and lexicon.cues.get(items[first - 1].low) in SPEAKING[:3]
        return (
            inverted
            and (items[first].low in lexicon.determiners or (first == at and self._is_plural(at)))
            and (not ahead.isalpha() or lexicon.classes.get(ahead) in ("prep", "rel", "conj"))
        )

    def _is_common(self, token: Token) -> bool:
        return (
            token.text[0].isupper() and not token.capital
            if self.lexicon.capital_nouns
            else token.text.islower()
        )

    def _is_apposition(self, at: int) -> bool:
        """Whether a name follows at once, or a name and a comma stand before: "Price, a spokesman"."""
        if at + 1 in self.named or self._introduces(at):
            return True
        first = self._first(at)
        return first >= 2 and self.tokens.items[first - 1].text == "," and first - 2 in self.inside

    def _introduces(self, at: int) -> bool:
        """Whether a name between commas follows: "its director, Ida Quist,"."""
        items = self.tokens.items
        comma = self._complement(at)
        if self.lexicon.role_first and self._is_person(comma):
            return True  # "der Chef des Amts Bo Lund"
        end = self.named.get(comma + 1, -1)
        if not 0 < end < len(items) or items[comma].text != ",":
            return False
        return items[end].text == "," or (self.lexicon.role_first and self._is_person(comma + 1))

    def _is_person(self, at: int) -> bool:
        """Whether a name with a given name starts here."""
        return at in self.named and self.tokens.items[at].low in self.lexicon.given

    def _first(self, at: int) -> int:
        items, lexicon = self.tokens.items, self.lexicon
        first = at
        while first > 0 and at - first < MODIFIERS:
            before = items[first - 1]
            if before.low in lexicon.determiners:
                return first - 2 if first > 1 and self._leads_twice(first - 2) else first - 1
            if before.speech >= 0 or before.line != items[at].line or not before.text[0].isalnum():
                break
            if before.low in lexicon.classes and (not before.capital or first - 1 in self.tokens.openings):
                break
            first -= 1
        return first

    def _leads_twice(self, at: int) -> bool:
        """Whether a determiner stands before another: "all the", but "said that | the agency"."""
        low = self.tokens.items[at].low
        return low in self.lexicon.determiners and low not in self.lexicon.reported

    def _noun(self, at: int, kind: str) -> Noun | None:
        items = self.tokens.items
        first = self._first(at)
        determined = items[first].low in self.lexicon.determiners
        if not determined and kind in ("role", "noun", "voice") and first == at:
            if kind != "noun" or not self._is_plural(at):
                return None
            kind = "roles"
        last = self._complement(at)
        text = self.tokens.text[items[first].start : items[last - 1].end]
        definite = items[first].low in self.lexicon.definite
        possessive = is_possessive(items[at])
        return Noun(first, at, last, kind, bare(items[at].low), bare(text), definite, possessive)

    def _is_plural(self, at: int) -> bool:
        """Whether a noun without an article is of several people: "miners said"."""
        low = self.tokens.items[at].low
        plural = low.endswith("men") or (low.endswith("s") and not low.endswith(("ss", "us", "is")))
        return plural and not self.lexicon.capital_nouns

    def _starts_anew(self, at: int) -> bool:
        """Whether an article starts another part of the sentence: "die Anwältin der Frau | dem Richter"."""
        token, before = self.tokens.items[at], self.tokens.items[at - 1]
        lexicon = self.lexicon
        if token.low in lexicon.complements:
            return False
        if lexicon.classes.get(token.low) == "prep":
            return True
        return token.low in lexicon.determiners and lexicon.classes.get(before.low) != "prep"

    def _follows_noun(self, at: int) -> bool:
        before = self.tokens.items[at - 1]
        return before.text[0].isupper() and before.low not in self.lexicon.titles

    def _complement(self, at: int) -> int:
        """The end of "for the mayor of London" after the head, or of the head itself."""
        items, lexicon = self.tokens.items, self.lexicon
        if at + 1 >= len(items) or items[at + 1].low not in lexicon.complements:
            return at + 1
        end = at + 1
        while end < len(items) and end - at <= COMPLEMENT:
            token = items[end]
            if self.lexicon.role_first and self._follows_noun(end) and self._is_person(end):
                break
            if lexicon.capital_nouns and self._starts_anew(end):
                break
            if token.speech >= 0 or token.line != items[at].line or not token.text[0].isalnum():
                break
            if token.low in lexicon.cues or lexicon.classes.get(token.low) in (
                "aux",
                "verb",
                "conj",
                "pron",
                "rel",
                "that",
            ):
                break
            end += 1
        while end > at + 1 and lexicon.classes.get(items[end - 1].low) in ("prep", "det", "adv"):
            end -= 1
        return end


# --- whom each mention is of -------------------------------------------------------------------------


NOBODY = -1


class Mention(NamedTuple):
    """A place where somebody is spoken of; pronouns are of nobody until they are resolved."""

    first: int
    last: int  # exclusive
    title: int  # where its titles or its determiner start
    kind: str  # full, short, single, organisation, place, people, role, roles, voice, noun, he, she, …
    entity: int
    possessive: bool


@dataclass(slots=True)
class Entity:
    """Somebody or something that may speak."""

    name: str
    kind: str  # person, single, organisation, role, namesakes, …
    words: tuple[str, ...]
    gender: str = ""
    suffix: str = ""  # jr, sr, ii, …
    relative: bool = False  # brought in as somebody's, and speaking: "her brother, Bo Lund, said"
    titles: set[str] = field(default_factory=set)
    votes: dict[str, int] = field(default_factory=lambda: {"m": 0, "f": 0})  # pronouns that seem to mean it
    mentions: list[int] = field(default_factory=list)

    @property
    def is_person(self) -> bool:
        """Whether the text shows a person's name here."""
        return self.kind == "person"


@dataclass(frozen=True, slots=True)
class Cast:
    """The entities of an article and their mentions in text order."""

    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]


def cast(tokens: Tokens, lexicon: Lexicon) -> Cast:
    """Who is spoken of in an article."""
    found = names(tokens, lexicon)
    people = _People(tokens, lexicon)
    people.learn(found)
    aside = captions(tokens, lexicon)
    mentions = [people.mention(name) for name in found if name.first not in aside]
    mentions += [people.noun(noun) for noun in nouns(tokens, found, lexicon)]
    mentions += [
        Mention(at, at + 1, at, lexicon.pronouns[token.low], NOBODY, False)
        for at, token in enumerate(tokens.items)
        if token.low in lexicon.pronouns and (token.low != "i" or token.text == "I")
    ]
    mentions.sort()
    for number, mention in enumerate(mentions):
        if mention.entity != NOBODY:
            people.entities[mention.entity].mentions.append(number)
    found_cast = Cast(tuple(people.entities), tuple(mentions))
    _vote(tokens, found_cast, lexicon)
    return found_cast


def _vote(tokens: Tokens, people: Cast, lexicon: Lexicon) -> None:
    """Counts for each person the gendered pronouns that come next, in the same sentence or the one after."""
    latest: Mention | None = None
    numbers = iter(people.mentions)
    coming = next(numbers, None)
    for at, token in enumerate(tokens.items):
        while coming is not None and coming.first <= at:
            latest = coming if coming.kind in ("full", "short", "single") else latest
            coming = next(numbers, None)
        gender = lexicon.gendered.get(token.low)
        if gender and latest and token.sentence - tokens.items[latest.first].sentence <= 1:
            people.entities[latest.entity].votes[gender] += 1


class _People:
    """Entities under construction: full names first, then the short ones that go with them."""

    def __init__(self, tokens: Tokens, lexicon: Lexicon) -> None:
        self._tokens = tokens
        self._lexicon = lexicon
        self.entities: list[Entity] = []
        self._by_last: dict[str, list[int]] = defaultdict(list)
        self._by_given: dict[str, list[int]] = defaultdict(list)
        self._by_words: dict[tuple[str, ...], int] = {}
        self._full: dict[int, int] = defaultdict(int)  # how often a full name stands
        self._sentences: dict[int, int] = {}  # where somebody is first named in full
        self._bearers: dict[str, int] = {}  # a title -> who bore it last
        self._leaning: dict[str, str] = {}  # a surname alone -> the gender of the pronouns near it

    def learn(self, found: Sequence[Name]) -> None:
        for name in found:
            if self._is_full(name):
                entity = self._person(name)
                self._full[entity] += 1
                self._sentences.setdefault(entity, self._tokens.items[name.first].sentence)
                self.entities[entity].titles |= self._titles(name)
        self._leaning = leanings(self._tokens, found, self._lexicon)

    def mention(self, name: Name) -> Mention:
        if self._is_full(name):
            return self._of(name, "full", self._person(name))
        if name.kind in ("single", "person") or self._is_surname(name):
            entity = self._short(name)
            kind = "short" if self.entities[entity].kind in ("person", "namesakes") else "single"
            return self._of(name, kind, entity)
        return self._of(name, name.kind, self._thing(name))

    def _is_full(self, name: Name) -> bool:
        return name.kind == "person" and len(self._split(name.words)[0]) > 1

    def _is_surname(self, name: Name) -> bool:
        """Whether a place or a people is also the surname of somebody with a full name: Cuban, Washington."""
        return len(name.words) == 1 and name.words[0] in self._by_last

    def noun(self, noun: Noun) -> Mention:
        key = ("noun", noun.head)
        if noun.definite and noun.kind == "role" and self._bearers.get(noun.head, NOBODY) >= 0:
            entity = self._bearers[noun.head]
        elif noun.definite and key in self._by_words:
            entity = self._by_words[key]
        else:
            entity = self._new(Entity(noun.text, noun.kind, (noun.head,)), key)
        return Mention(noun.head_at, noun.last, noun.first, noun.kind, entity, noun.possessive)

    def _of(self, name: Name, kind: str, entity: int) -> Mention:
        self._learn_gender(name, entity)
        if self._lexicon.roles_return and self.entities[entity].is_person:
            self._bear(name, entity)
        start = lead(self._tokens, name, self._lexicon)
        return Mention(name.first, name.last, start, kind, entity, name.possessive)

    def _bear(self, name: Name, entity: int) -> None:
        """Notes whose title it is; a title of two people tells nobody."""
        for token in self._tokens.items[name.title : name.first]:
            if self._bearers.setdefault(token.low, entity) != entity:
                self._bearers[token.low] = NOBODY

    def _new(self, entity: Entity, key: tuple[str, ...]) -> int:
        self.entities.append(entity)
        self._by_words[key] = len(self.entities) - 1
        return len(self.entities) - 1

    def _person(self, name: Name) -> int:
        words, suffix = self._split(name.words)
        key = (*words, suffix) if suffix else words
        if key in self._by_words:
            return self._by_words[key]
        if len(words) == 2 and self._by_last.get(" ".join(words)):
            return self._by_last[" ".join(words)][0]
        for entity in self._by_last[words[-1]]:
            known = self.entities[entity]
            if _same_given(known.words, words) and known.suffix == suffix:
                self._by_words[key] = entity
                self._improve(entity, name, words)
                return entity
        kin = self._kin_gender(name)
        gender = kin or self._lexicon.given.get(words[0], "")
        entity = self._new(
            Entity(self._text(name), "person", words, gender, suffix, bool(kin) and self._speaks(name)), key
        )
        self._by_last[words[-1]].append(entity)
        self._by_given[words[0]].append(entity)
        if len(words) > 2:
            self._by_last[" ".join(words[-2:])].append(entity)
        return entity

    def _speaks(self, name: Name) -> bool:
        """Whether a verb of speech stands near a name, in its sentence."""
        near = self._tokens.items[max(0, name.title - LEAD) : name.last + TRAIL]
        sentence = self._tokens.items[name.first].sentence
        return any(token.low in self._lexicon.cues and token.sentence == sentence for token in near)

    def _improve(self, entity: int, name: Name, words: tuple[str, ...]) -> None:
        """A longer given name or mixed case makes the better print."""
        known = self.entities[entity]
        if (known.name.isupper() and not self._text(name).isupper()) or len(words[0]) > len(
            known.words[0]
        ) + 1:
            known.name, known.words = self._text(name), words

    def _split(self, words: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
        """A name without what tells father from son, and that: ("john", "quist"), "jr"."""
        kept = tuple(word for word in words if word not in self._lexicon.suffixes and word != ",")
        suffix = next((word.rstrip(".") for word in words if word in self._lexicon.suffixes), "")
        return (kept, suffix) if kept else (words, "")

    def _short(self, name: Name) -> int:
        words, suffix = self._split(name.words)
        word = words[0]
        candidates = self._by_last.get(word) or self._by_given.get(word) or []
        titled = self._title_gender(name)
        fitting = [one for one in candidates if not titled or self.entities[one].gender in ("", titled)]
        if fitting:
            titles = self._titles(name)
            matches = {one: self._matches(one, titled, word, suffix, titles) for one in fitting}
            best = max(fitting, key=lambda one: (*matches[one], self._preference(one)))
            return self._namesakes(name, word) if self._tied(best, matches) else best
        key = (word,)
        if key in self._by_words:
            return self._by_words[key]
        kind = "person" if name.title < name.first else "single"
        return self._new(Entity(self._text(name), kind, key), key)

    def _matches(
        self, entity: int, titled: str, word: str, suffix: str, titles: set[str]
    ) -> tuple[bool, bool, bool]:
        """What sets somebody apart from another of that surname: suffix, title, gender."""
        one = self.entities[entity]
        leaning = self._leaning.get(word, "")
        by_gender = one.gender == titled if titled else leaning in ("", one.gender) or not one.gender
        return one.suffix == suffix, bool(one.titles & titles), by_gender

    def _preference(self, entity: int) -> tuple[bool, int, int]:
        """How well somebody goes with a surname alone: given name known, how often named, who came first."""
        return self.entities[entity].words[0] in self._lexicon.given, self._full[entity], -entity

    def _tied(self, best: int, matches: Mapping[int, tuple[bool, bool, bool]]) -> bool:
        """Whether another of that surname matches as much, as often: a relative, or named in one sentence."""
        return any(
            one != best
            and matches[one] == matches[best]
            and abs(self._full[one] - self._full[best]) <= (self._sentences[one] == self._sentences[best])
            and (self._sentences[one] == self._sentences[best] or self.entities[one].relative)
            for one in matches
        )

    def _namesakes(self, name: Name, word: str) -> int:
        """Whoever of several people a surname alone may mean: nobody that can be named."""
        key = ("namesakes", word)
        if key in self._by_words:
            return self._by_words[key]
        return self._new(Entity(self._text(name), "namesakes", (word,)), key)

    def _titles(self, name: Name) -> set[str]:
        """The titles before a name that are roles."""
        if name.title == name.first:
            return set()
        lows = {token.low for token in self._tokens.items[name.title : name.first]}
        return lows - self._lexicon.courtesy

    def _thing(self, name: Name) -> int:
        if name.words in self._by_words:
            return self._by_words[name.words]
        return self._new(Entity(self._text(name), name.kind, name.words), name.words)

    def _title_gender(self, name: Name) -> str:
        for token in self._tokens.items[name.title : name.first]:
            gender = self._lexicon.title_gender.get(token.low)
            if gender:
                return gender
        return ""

    def _kin_gender(self, name: Name) -> str:
        """The gender that kinship shows: "her son, Humayun Khan"."""
        items = self._tokens.items
        at = name.title - 1
        if at > 0 and items[at].text == ",":
            at -= 1
        return self._lexicon.kin.get(items[at].low, "") if at >= 0 else ""

    def _learn_gender(self, name: Name, entity: int) -> None:
        gender = self._title_gender(name)
        if gender and not (self.entities[entity].gender and name.kind == "single"):
            self.entities[entity].gender = gender

    def _text(self, name: Name) -> str:
        items = self._tokens.items
        text = self._tokens.text[items[name.first].start : items[name.last - 1].end]
        return bare(text)


def leanings(tokens: Tokens, found: Sequence[Name], lexicon: Lexicon) -> dict[str, str]:
    """For each name of one word, the gender of most pronouns in its own sentence and the one after."""
    votes: dict[str, dict[str, int]] = defaultdict(lambda: {"m": 0, "f": 0})
    numbers = iter(found)
    coming, latest = next(numbers, None), None
    for at, token in enumerate(tokens.items):
        while coming is not None and coming.first <= at:
            latest, coming = coming, next(numbers, None)
        gender = lexicon.gendered.get(token.low)
        near = latest is not None and token.sentence - tokens.items[latest.first].sentence <= 1
        if gender and latest and near and len(latest.words) == 1:
            votes[latest.words[0]][gender] += 1
    return {word: "m" if count["m"] > count["f"] else "f" for word, count in votes.items()}


def _same_given(known: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether two full names with one surname are one person's: Ben and Benjamin, J. and John."""
    if len(known) < 2 or len(words) < 2 or known[-1] != words[-1]:
        return False
    one, other = known[0].rstrip("."), words[0].rstrip(".")
    return one == other or one.startswith(other) or other.startswith(one)
