"""Names: as they stand in an article, the forms of one person's name, and whom a text speaks of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from bot.core.reading.furniture import furniture
from bot.core.reading.lexicon import Lexicon
from bot.core.reading.sentence import Reading, Word, read
from bot.core.reading.surnames import borne_surnames
from bot.core.reading.text import fold_text
from bot.core.reading.tokens import Token, Tokens, bare

NICKNAME = 12  # characters
LEAD = 8  # words that introduce a name
PARTICLES = 2  # small words within a name
LINKS = frozenset(("of", "for", "&"))


class Name(NamedTuple):
    """A name as it stands: its tokens, where its titles start, and what it looks like."""

    first: int
    last: int  # exclusive
    title: int  # the first token of the titles before it, or `first`
    kind: str  # person, single, organisation, people, place
    words: tuple[str, ...]  # folded, without a possessive ending
    possessive: bool


def names(tokens: Tokens, lexicon: Lexicon) -> list[Name]:
    """The names outside speech, in order."""
    return list(_NameScan(tokens, lexicon, borne_surnames(tokens, lexicon)).names())


def lead(tokens: Tokens, name: Name, lexicon: Lexicon) -> int:
    """Where the words that introduce a name start: "State Department spokesman" before Ned Price."""
    items = tokens.items
    start = name.title
    line = items[start].line
    role = start > 0 and items[start - 1].line == line and bare(items[start - 1].low) in lexicon.people
    while start > 0 and name.title - start < LEAD and items[start - 1].line == line:
        before = items[start - 1]
        if before.speech >= 0 or not before.text[0].isalnum() or start in tokens.openings:
            break
        if before.low in lexicon.starters or not (
            before.capital or _describes(tokens, start - 1, role, lexicon)
        ):
            break
        if before.capital and not role and start == name.first:
            break
        role = role or not before.capital
        start -= 1
    return start


def _describes(tokens: Tokens, at: int, role: bool, lexicon: Lexicon) -> bool:
    """Whether a small word leads to a name: within a role, or after another name: "Quist aide Bo Lund"."""
    if tokens.items[at].low in lexicon.classes or not tokens.items[at].text[0].isalpha():
        return role and tokens.items[at].text[0].isdigit()
    before = tokens.items[at - 1] if at else tokens.items[at]
    between = before.capital and before.line == tokens.items[at].line and at not in tokens.openings
    return role or (between and before.low not in lexicon.starters and before.speech < 0)


def is_possessive(token: Token) -> bool:
    """Whether a word has a possessive ending; a line in capitals does not show it."""
    return not token.text.isupper() and token.low != bare(token.low)


@dataclass(frozen=True, slots=True)
class _NameScan:
    tokens: Tokens
    lexicon: Lexicon
    borne: frozenset[int]  # where a title, a month or a common word is a surname

    def names(self) -> Iterator[Name]:
        items = self.tokens.items
        inside = (token for at, token in enumerate(items) if at not in self.tokens.openings)
        proper = {bare(token.low) for token in inside if token.capital}
        proper -= {token.low for token in items if token.text.islower()}
        aside = furniture(self.tokens, self.lexicon)
        at = 0
        while at < len(items):
            if not items[at].capital or at in aside or not self._starts(at, proper):
                at += 1
                continue
            end = self._end(at)
            name = self._name(at, end)
            if name is not None:
                yield name
            at = end

    def _starts(self, at: int, proper: set[str]) -> bool:
        token, lexicon = self.tokens.items[at], self.lexicon
        if (
            token.low in lexicon.determiners
            or token.low in lexicon.pronouns
            or token.low in lexicon.possessives
        ):
            return False
        if at in self.borne:
            return True
        if at not in self.tokens.openings:
            leads = self._capital(at + 1) and token.low.isalpha()
            return token.low not in lexicon.starters or leads
        if token.low in lexicon.starters or token.low in lexicon.cues:
            return False
        known = bare(token.low) in proper or token.low in lexicon.titles or self._takes_link(token.low)
        if lexicon.capital_nouns and (token.low in lexicon.given or self._speaks(at + 1)):
            return True
        firm = self._capital(at + 2) and self.tokens.items[at + 1].text == "&"
        return known or self._capital(at + 1) or firm or self._leads_on(at)

    def _leads_on(self, at: int) -> bool:
        """Whether small words of a name follow, and then a capital: Hugo de la Tour."""
        items, end = self.tokens.items, at + 1
        while end < len(items) and end - at <= PARTICLES and items[end].low in self.lexicon.particles:
            end += 1
        return end > at + 1 and not self.lexicon.capital_nouns and self._capital(end)

    def _speaks(self, at: int) -> bool:
        items = self.tokens.items
        return at < len(items) and items[at].low in self.lexicon.cues

    def _capital(self, at: int) -> bool:
        """Whether a word with a capital stands here, on the line of the one before it."""
        items = self.tokens.items
        return (
            at < len(items)
            and items[at].speech < 0
            and items[at].capital
            and items[at].line == items[at - 1].line
        )

    def _end(self, at: int) -> int:
        items, start = self.tokens.items, at
        line = items[at].line
        while True:
            token = items[at]
            if is_possessive(token) and len(token.low) > 2:
                return at + 1
            step = self._step(at, line) or self._joins(start, at)
            if not step:
                return at + 1
            at += step

    def _joins(self, start: int, at: int) -> int:
        """Over what parts the things of an office: "Minister for Youth, Work and Sports Ida Quist"."""
        items, lexicon = self.tokens.items, self.lexicon
        run = items[start : at + 1]
        office = next((number for number, token in enumerate(run) if token.low in lexicon.offices), None)
        if office is None or at + 2 >= len(items) or any(token.low in lexicon.given for token in run):
            return 0
        if not any(token.low in LINKS for token in (*run[office:], items[at + 1])):
            return 0
        end, capitals = at + 1, 0  # of the last thing and of the name after it
        while end < len(items) and self._of_office(items[end]) and items[end].line == items[at].line:
            capitals = capitals + 1 if items[end].capital else 0
            end += 1
        return 2 if capitals > 2 and items[at + 2].capital else 0

    def _of_office(self, token: Token) -> bool:
        """Whether a token may stand between an office and who holds it."""
        linked = token.text == "," or token.low in LINKS or token.low in self.lexicon.joining
        return token.speech < 0 and (linked or (token.capital and token.low not in self.lexicon.titles))

    def _step(self, at: int, line: int) -> int:
        """How many tokens on the run goes on, or 0."""
        items, lexicon = self.tokens.items, self.lexicon
        following = items[at + 1 : at + 4]
        if not following or following[0].line != line:
            return 0
        if following[0].speech >= 0:
            return 2 if self._is_nickname(at, following) else 0
        if following[0].capital:
            return 0 if following[0].low in lexicon.pronouns or at + 1 in self.tokens.openings else 1
        if following[0].low in lexicon.particles and len(following) > 1 and following[1].capital:
            return 2 if self._takes_particle(items[at], following[1]) else 0
        if self._is_long_particle(items[at], following):
            return 3
        if following[0].text == "," and len(following) > 1 and following[1].low in lexicon.suffixes:
            return 2
        if following[0].low in LINKS and self._takes_link(items[at].low):
            return self._link(following)
        return 2 if following[0].text == "&" and self._is_firm(at, following) else 0

    def _is_firm(self, at: int, following: Sequence[Token]) -> bool:
        """Whether "&" stands within the name of a firm: Marks & Spencer, but Ada Quist & Bo Lund."""
        items = self.tokens.items
        two = at > 0 and items[at - 1].capital, len(following) > 2 and following[2].capital
        return len(following) > 1 and following[1].capital and not all(two)

    def _takes_particle(self, before: Token, after: Token) -> bool:
        """Whether "von" stands within a name; where it is a preposition too, after a given name alone."""
        lexicon = self.lexicon
        if not lexicon.capital_nouns:
            return True
        known = before.low in lexicon.given or before.low in lexicon.particles
        return known and not (
            after.low in lexicon.organisations or after.low in lexicon.places or after.text.isupper()
        )

    def _is_long_particle(self, before: Token, following: Sequence[Token]) -> bool:
        """Whether two small words stand within a name: Ursula von der Leyen."""
        if len(following) < 3 or not following[2].capital:
            return False
        small = all(token.low in self.lexicon.particles for token in following[:2])
        return small and self._takes_particle(before, following[2])

    def _is_nickname(self, at: int, following: Sequence[Token]) -> bool:
        """Whether a word in marks stands within a name: Juan "Chico" Manriquez."""
        short = following[0].end - following[0].start <= NICKNAME
        return short and len(following) > 1 and following[1].capital and at + 2 not in self.tokens.openings

    def _takes_link(self, low: str) -> bool:
        return low in self.lexicon.organisations or low in self.lexicon.offices

    def _link(self, following: Sequence[Token]) -> int:
        if len(following) > 1 and following[1].capital:
            return 2
        if len(following) > 2 and following[1].low == "the" and following[2].capital:
            return 3
        return 0

    def _name(self, first: int, last: int) -> Name | None:
        items, lexicon = self.tokens.items, self.lexicon
        first, last = self._without_dates(first, last)
        borne = last - 1 in self.borne
        lows = [bare(token.low) for token in items[first:last] if token.speech < 0]
        shift = last - first - len(lows)
        start, title = self._after_titles(lows, first), first
        if not start and not shift and (start := self._after_honour(lows, first)):
            title = self._honour(first)
        while start < len(lows) - 1 and not shift and _is_compound(items[first + start].text):
            start += 1
        told = start  # "Mr. van den Berg" is told by "Berg"
        while 0 < start <= told < len(lows) - 1 and items[first + told].low in lexicon.particles:
            told += 1
        words = lows[told:]
        if not words or (len(words) == 1 and words[0] in lexicon.calendar and not borne):
            return None
        possessive = is_possessive(items[last - 1])
        kind = self._kind(words, start > 0, borne)
        if kind in ("person", "single") and not start and not borne and self._is_of_a_thing(first):
            kind = "organisation"  # "the Hull Bears"
        texts = [token.text for token in items[first + start : last]]
        if (
            kind == "person"
            and not start
            and len(texts[0]) > 2
            and texts[0].isupper()
            and not texts[-1].isupper()
        ):
            kind = "organisation"  # "DTE Energy"
        if kind == "organisation":
            start, words = 0, lows
        return Name(
            first + (start + shift if start else 0),
            last,
            title if start else first,
            kind,
            tuple(words),
            possessive,
        )

    def _without_dates(self, first: int, last: int) -> tuple[int, int]:
        """A run without the month or the day before or after a name: "In May Ida Quist said"."""
        items, calendar = self.tokens.items, self.lexicon.calendar
        while last - first > 2 and items[last - 1].low in calendar and last - 1 not in self.borne:
            last -= 1
        while last - first > 2 and items[first].low in calendar:
            first += 1
        return first, last

    def _after_titles(self, lows: Sequence[str], first: int) -> int:
        """The first word of the name after the titles of the run that starts at a token; 0 without any."""
        titles, start = self.lexicon.titles, 0
        if office := self._after_office(lows):
            return office
        for index, low in enumerate(lows):
            if first + index in self.borne:
                break
            if index == 0 and self._is_occupation(lows):
                start = 1  # "Haulier Bo Lund", "Striker Bo Lund"
            elif low in titles and (index == 0 or low not in self.lexicon.given):
                start = index + 1
            elif tuple(lows[index : index + 3]) in self.lexicon.title_phrases:
                start = index + 3
        if start == len(lows) > 1 and lows[0] in self.lexicon.given:
            return 0  # Billie Jean King
        return start

    def _honour(self, first: int) -> int:
        """Where a title or a noun for somebody stands that "of" or "of the" leads from to a token; or -1."""
        items, lexicon = self.tokens.items, self.lexicon
        at = first - 1
        if at > 0 and items[at].low == "the":
            at -= 1
        held = at > 0 and items[at].low == "of" and items[at].line == items[first].line
        named = held and (items[at - 1].low in lexicon.titles or items[at - 1].low in lexicon.people)
        return at - 1 if named and items[at - 1].capital else -1

    def _after_honour(self, lows: Sequence[str], first: int) -> int:
        """The first word of the name after "Teacher of the Year"; 0 without a title or a given name."""
        given = (at for at, low in enumerate(lows[:-1]) if low in self.lexicon.given)
        start = next(given, 0)
        return start if len(lows) > 2 and start and self._honour(first) >= 0 else 0

    def _is_occupation(self, lows: Sequence[str]) -> bool:
        """Whether the first word of a run tells what somebody is, by the lexicon or by its ending."""
        lexicon, low = self.lexicon, lows[0]
        if len(lows) < 3 or low in lexicon.given:
            return False
        told = low in lexicon.plurals or (low.endswith(lexicon.office_endings) and low.isalpha())
        return low in lexicon.people or (told and lows[1] in lexicon.given)

    def _after_office(self, lows: Sequence[str]) -> int:
        """The first word of the name after "Secretary of State"; 0 without an office or a name."""
        lexicon = self.lexicon
        office = next((at for at, low in enumerate(lows[:3]) if low in lexicon.offices), len(lows))
        if len(lows) < office + 5 or lows[office + 1] not in LINKS:
            return 0
        if any(low in lexicon.organisations or low in lexicon.places for low in lows[-2:]):
            return 0
        given = (
            at for at, low in enumerate(lows) if office + 2 < at < len(lows) - 1 and low in lexicon.given
        )
        return next(given, len(lows) - 2)

    def _is_of_a_thing(self, first: int) -> bool:
        """Whether an article leads to a run, as it does to no person without a title."""
        before = self.tokens.items[first - 1] if first else None
        known = self.tokens.items[first].low in self.lexicon.given
        return (
            before is not None
            and not self.lexicon.capital_nouns
            and not known
            and before.low in self.lexicon.definite - self.lexicon.reported
            and before.sentence == self.tokens.items[first].sentence
        )

    def _kind(self, words: Sequence[str], titled: bool, borne: bool) -> str:
        lexicon = self.lexicon
        if borne:
            return "single" if len(words) == 1 else "person"
        if all(word in lexicon.peoples for word in words):
            return "people"
        if all(word in lexicon.places for word in words):
            return "place"
        if len(words) == 1:
            return "organisation" if words[0] in lexicon.organisations and not titled else "single"
        first_is_given = words[0] in lexicon.given
        if words[-1] in lexicon.organisations:
            return "organisation"
        if words[-1] in lexicon.places and not (first_is_given and len(words) == 2):
            return "organisation"
        if any(
            word in lexicon.organisations or word in LINKS for word in words[0 if not first_is_given else 1 :]
        ):
            return "organisation"
        if not first_is_given and (words[0] in lexicon.places or words[0] in lexicon.peoples):
            return "organisation"
        return "person"


def _is_compound(word: str) -> bool:
    """Whether a word with a capital is a name joined to a common word: Oscar-winner, Texas-born."""
    _, hyphen, rest = word.partition("-")
    return bool(hyphen) and rest.islower()


# --- the forms of one person's name ------------------------------------------------------------------


SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
"""They tell father from son, so a name with one is never a name without it."""


class PersonName(NamedTuple):
    """A name in its parts, folded: "Ursula von der Leyen", "Martin L. King Jr."."""

    given: tuple[str, ...]
    surname: str
    suffix: str

    @property
    def full(self) -> bool:
        """Whether a given name stands before the surname."""
        return bool(self.given)


def parse_name(name: str) -> PersonName | None:
    """The parts of a name; None for a description ("a spokesman") and for a name of suffixes alone."""
    words = [word for word in name.replace(",", " ").split() if _plain(word)]
    suffix = _plain(words.pop()) if len(words) > 1 and _plain(words[-1]) in SUFFIXES else ""
    if not words or not _capital(words[-1]):
        return None
    given = tuple(_plain(word) for word in words[:-1] if _capital(word))
    opens_small = len(words) > 1 and not _capital(words[0]) and bool(given)
    return None if opens_small else PersonName(given, _plain(words[-1]), suffix)


def name_parts(name: str) -> list[str]:
    """The folded words of a name, without points and commas."""
    return [part for part in map(_plain, name.split()) if part]


def same_person(one: PersonName, other: PersonName) -> bool:
    """Whether two full names may be of one person: equal but for initials and middle names."""
    return (
        one.full
        and other.full
        and (one.surname, one.suffix) == (other.surname, other.suffix)
        and _one_stands_for(one.given[0], other.given[0])
        and _middles_agree(one.given[1:], other.given[1:])
    )


def may_be_same(one: PersonName, other: PersonName) -> bool:
    """The same, where a surname alone may be of anyone with it; its suffix, if any, is theirs too."""
    if one.full and other.full:
        return same_person(one, other)
    short, name = (other, one) if one.full else (one, other)
    return short.surname == name.surname and short.suffix in ("", name.suffix)


def _middles_agree(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    shorter, longer = sorted((mine, theirs), key=len)
    return not shorter or (
        len(shorter) == len(longer)
        and all(_one_stands_for(a, b) for a, b in zip(shorter, longer, strict=True))
    )


def _one_stands_for(one: str, other: str) -> bool:
    """Equal, or an initial and a name that begins with it."""
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def _plain(word: str) -> str:
    return fold_text(word).strip("\"'(),. ").removesuffix("'s")


def _capital(word: str) -> bool:
    letter = next((character for character in word if character.isalpha()), "")
    return bool(letter) and not letter.islower()


# --- whom an article names, with capitals or without, and the names of a sentence --------------------


class NameRun(NamedTuple):
    """A run of name words where it stands: tokens, end exclusive."""

    first: int
    last: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamesOfText:
    """Whom an article speaks of: the words of names, those of persons, and which words stand side by side."""

    names: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    pairs: frozenset[tuple[str, str]] = frozenset()
    cased: bool = True  # whether its names are written with capitals


def merged(names: Sequence[NamesOfText]) -> NamesOfText:
    """Those of several articles."""
    if len(names) == 1:
        return names[0]
    return NamesOfText(
        frozenset[str]().union(*(one.names for one in names)),
        frozenset[str]().union(*(one.persons for one in names)),
        frozenset[str]().union(*(one.words for one in names)),
        frozenset[tuple[str, str]]().union(*(one.pairs for one in names)),
        any(one.cased for one in names),
    )


def names_of_text(text: str, lexicon: Lexicon) -> NamesOfText:
    """Who is named in an article, whether it is written with capitals or without."""
    reading = read(text, lexicon.grammar)
    tokens = reading.tokens
    cased = _is_cased(reading)
    lowered = {token.low for token in tokens if token.text.islower()}
    found: set[str] = set()
    persons: set[str] = set()
    for name in runs(reading, lexicon) if cased else ():
        proper = [word for word in name.words if word not in lowered and word not in lexicon.claims.within]
        found.update(proper)
        if _is_person(reading, name, lexicon):
            persons.update(word for word in proper if len(word) > 1)
    for first, second in pairwise(tokens):
        if _leads(first, lexicon) and _may_be_surname(second, lexicon) and second.capital == cased:
            persons.update({first.low, second.low} - lexicon.claims.courtesy)
    persons -= lexicon.titles
    if lexicon.capital_nouns:
        persons = {word for word in persons if not names_a_thing(word, lexicon)}
    lows = [token.low for token in tokens]
    pairs = frozenset(pairwise(lows))
    return NamesOfText(frozenset(found | persons), frozenset(persons), frozenset(lows), pairs, cased)


def _is_cased(reading: Reading) -> bool:
    """Whether names are written with capitals: more than one word in a hundred within the sentences is."""
    capitals = sum(token.capital and at not in reading.openings for at, token in enumerate(reading.tokens))
    return capitals > 0.01 * len(reading.tokens)


def _is_person(reading: Reading, name: NameRun, lexicon: Lexicon) -> bool:
    words = [word for word in name.words if word not in lexicon.titles]
    strange = lexicon.organisations | lexicon.places | lexicon.peoples
    if not words or any(word in strange for word in words):
        return False
    if len(words) < len(name.words) or words[0] in lexicon.given:
        return True
    before = reading.tokens[name.first - 1].low if name.first else ""
    after = reading.tokens[name.last].low if name.last < len(reading.tokens) else ""
    speaks = after in lexicon.cues or after == "who" or (name.last in reading.breaks and after.isdecimal())
    return before in lexicon.titles or (len(words) in (2, 3) and (speaks or before in lexicon.people))


def names_a_thing(word: str, lexicon: Lexicon) -> bool:
    """Whether it is a noun that is written with a capital as all are: "Haus", "Verteidigungsminister"."""
    return word in lexicon.common or word in lexicon.nouns or word.endswith(lexicon.heads)


def _leads(token: Word, lexicon: Lexicon) -> bool:
    return token.low in lexicon.given or token.low in lexicon.claims.courtesy


def _may_be_surname(token: Word, lexicon: Lexicon) -> bool:
    return token.content and token.low.isalpha() and len(token.low) > 2 and token.low not in lexicon.classes


def runs(reading: Reading, lexicon: Lexicon) -> Iterator[NameRun]:
    """The runs of capitals that may be names, in order."""
    tokens, at = reading.tokens, 0
    while at < len(tokens):
        end = _end(reading, at, lexicon)
        if end > at:
            start = (
                at + 1
                if at in reading.openings and end > at + 1 and tokens[at].low in reading.grammar.small
                else at
            )
            if not (
                start in reading.openings and end == start + 1 and tokens[start].low in reading.grammar.small
            ):
                yield NameRun(start, end, tuple(token.low for token in tokens[start:end]))
        at = max(end, at + 1)


def _end(reading: Reading, at: int, lexicon: Lexicon) -> int:
    """Where a run of capitals ends that starts at a token; there where none does."""
    tokens, end = reading.tokens, at
    while end < len(tokens) and (end == at or end not in reading.breaks or _initial(tokens[end - 1])):
        if _names_something(tokens, end, lexicon):
            end += 1
        elif end > at and tokens[end].low in lexicon.claims.within and _goes_on(reading, end + 1, lexicon):
            end += 2
        else:
            break
    return end


def _goes_on(reading: Reading, at: int, lexicon: Lexicon) -> bool:
    return (
        at < len(reading.tokens)
        and at not in reading.breaks
        and _names_something(reading.tokens, at, lexicon)
    )


def _initial(token: Word) -> bool:
    return len(token.text) == 1


def _names_something(tokens: Sequence[Word], at: int, lexicon: Lexicon) -> bool:
    token = tokens[at]
    if not token.capital or token.low in lexicon.claims.nameless:
        return False
    return at == 0 or token.low not in lexicon.grammar.small or token.text.isupper()
