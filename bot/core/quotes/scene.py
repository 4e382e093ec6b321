"""An article laid out for the rankers: its speech, its cast, and what stands around each mention."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.quotes.mentions import Cast, Mention, cast
from bot.core.reading.lexicon import Lexicon
from bot.core.reading.tokens import Token, Tokens, Utterance, tokenise, words_of

APPOSITION = 28  # tokens in which ", a spokesman for the mayor," comes to its end
ADVERBS = 3  # adverbs and auxiliaries between a subject and its verb
# letters of scripts that put no space between words, of which two make about one word
UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
UNNAMED = ("role", "roles", "voice", "noun")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands left and right of a mention, in classes of words."""

    left: str
    right: str
    cue: int  # the token of the verb it is the subject of, or -1


@dataclass(frozen=True, slots=True)
class Speech:
    """One utterance in its place: its tokens, how it starts and ends, the verbs of speech around it."""

    number: int
    first: int  # token of its first run
    last: int  # token of its last run
    line: int
    last_line: int
    before: str  # class of what stands before it in its paragraph, or "start"
    after: str
    ending: str  # how its words end: , . ? or -
    capital: bool
    words: frozenset[str]
    count: int
    cue_before: str  # the group of the nearest verb of speech in its sentence, or ""
    cue_after: str


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything the rankers look at."""

    tokens: Tokens
    lexicon: Lexicon
    cast: Cast
    classes: tuple[str, ...]
    speeches: tuple[Speech, ...]
    around: tuple[Surroundings, ...]  # one a mention
    starts: tuple[int, ...]  # first token of each mention
    guest: int | None  # the mention of who is asked in an interview, -1 if unknown; None where it is none

    def mention_at(self, token: int) -> int:
        """The number of the first mention at or after a token."""
        return bisect_left(self.starts, token)


def scene(text: str, utterances: Sequence[Utterance], lexicon: Lexicon) -> Scene:
    """An article's text laid out."""
    tokens = tokenise(text, utterances, lexicon)
    classes = _classes(tokens, lexicon)
    people = cast(tokens, lexicon)
    parts = _parts_of_nouns(people)
    around = tuple(
        Surroundings(look.left, parts[number], -1) if number in parts else look
        for number, look in enumerate(
            _Around(tokens, classes, one, lexicon.role_first).look() for one in people.mentions
        )
    )
    speeches = tuple(
        _speech(number, spans, tokens, classes, lexicon) for number, spans in enumerate(utterances)
    )
    starts = tuple(mention.first for mention in people.mentions)
    return Scene(tokens, lexicon, people, classes, speeches, around, starts, _guest(tokens, people, lexicon))


def _guest(tokens: Tokens, people: Cast, lexicon: Lexicon) -> int | None:
    """Whom "an interview with" names, in a text with lines that a "Q:" opens."""
    items = tokens.items
    if not any(
        items[at].low in lexicon.interviews and items[at + 1 : at + 2] and items[at + 1].text == ":"
        for at in tokens.openings
    ):
        return None
    for number, mention in enumerate(people.mentions):
        led = mention.title > 1 and items[mention.title - 1].low in lexicon.company
        if mention.kind == "full" and led and items[mention.title - 2].low in lexicon.conversations:
            return number
    return -1


def _classes(tokens: Tokens, lexicon: Lexicon) -> tuple[str, ...]:
    known = lexicon.classes
    found = [
        "speech" if token.speech >= 0 else known.get(token.low) or _shape(token, lexicon)
        for token in tokens.items
    ]
    for at in range(1, len(found)):
        before, low = tokens.items[at - 1].low, tokens.items[at].low
        after = found[at + 1] if at + 1 < len(found) else ""
        if low in lexicon.phrasal and before in lexicon.phrasal_verbs:
            found[at - 1], found[at] = "cue-speak", "adv"
        elif f"{before}_{low}" in lexicon.phrases and after in (":", ",", "speech"):
            found[at - 1], found[at] = ("aux" if found[at - 1] == "aux" else "adv"), "cue-speak"
    return tuple(found)


def _shape(token: Token, lexicon: Lexicon) -> str:
    text = token.text
    if not text[0].isalnum():
        return _PUNCTUATION.get(text, "mark")
    if token.capital:
        return "cap"
    if text[0].isdigit():
        return "num"
    if text[0].isupper():
        return "low"
    if text.endswith(lexicon.verb_endings):
        return "verb"
    return "ing" if text.endswith(lexicon.gerund_endings) else "low"


_PUNCTUATION = {mark: mark for mark in ",.:;()?!…"} | dict.fromkeys(("-", "–", "—", "―", "--"), "dash")


def _parts_of_nouns(people: Cast) -> dict[int, str]:
    """The names within what tells of somebody else: "an Intel spokeswoman", "a spokesman for the mayor"."""
    found: dict[int, str] = {}
    mentions = people.mentions
    for number, mention in enumerate(mentions):
        if mention.title == mention.first and mention.kind not in UNNAMED:
            continue
        before, after = number - 1, number + 1
        while before >= 0 and mentions[before].first >= mention.title:
            if not mentions[before].possessive:
                found[before] = "describes"
            before -= 1
        while mention.kind in UNNAMED and after < len(mentions) and mentions[after].first < mention.last:
            found[after] = "complement"
            after += 1
    return found


@dataclass(frozen=True, slots=True)
class _Around:
    """A look left and right of one mention, within its sentence."""

    tokens: Tokens
    classes: tuple[str, ...]
    mention: Mention
    role_first: bool

    def look(self) -> Surroundings:
        right, cue = self._right()
        return Surroundings(self._left(), right, cue)

    def _class(self, at: int) -> str:
        """The class of a token of the mention's own sentence, or "end"."""
        items = self.tokens.items
        if 0 <= at < len(items) and items[at].sentence == items[self.mention.first].sentence:
            return self.classes[at]
        return "end"

    def _left(self) -> str:
        at = self.mention.title - 1
        found = self._class(at)
        if found == "prep" and self._class(at - 1) == "according":
            return "according"
        if found == "adv":
            return self._class(at - 1)
        return found

    def _right(self) -> tuple[str, int]:
        if self.mention.possessive:
            return "poss", -1
        at = self.mention.last
        if self._class(at) == "(":
            at = self._closing(at) + 1
        verb, cue = self._verb(at)
        if verb:
            return verb, cue
        found = self._class(at)
        if found == ",":
            verb, cue = self._verb(at + 1) if self.role_first and self._left() == "," else ("", -1)
            if verb:
                return verb, cue
            closing = self._after(at + 1, ",")
            verb, cue = self._verb(closing + 1) if closing > 0 else ("", -1)
            return (f"app-{verb}", cue) if verb else (found, -1)
        if found == "rel":
            verb, cue = self._verb(at + 1)
            return (f"rel-{verb}", cue) if verb else (found, -1)
        return found, -1

    def _closing(self, at: int) -> int:
        """The bracket that closes the one at a token, or -1."""
        depth = 0
        for index in range(at, min(at + APPOSITION, len(self.classes))):
            found = self._class(index)
            depth += (found == "(") - (found == ")")
            if found in ("end", "speech") or depth == 0:
                return -1 if found in ("end", "speech") else index
        return -1

    def _after(self, at: int, mark: str) -> int:
        for index in range(at, min(at + APPOSITION, len(self.classes))):
            found = self._class(index)
            if found in ("end", "speech"):
                return -1
            if found == mark:
                return index
        return -1

    def _verb(self, at: int) -> tuple[str, int]:
        """The verb that follows at once, adverbs and auxiliaries skipped."""
        seen = ""
        for index in range(at, at + ADVERBS + 1):
            found = self._class(index)
            if found.startswith("cue"):
                return found, index
            if found == "verb":
                return self._chained(index)
            if found not in ("adv", "aux", "neg"):
                return seen, -1
            if found == "aux":
                seen = "aux"
        return seen, -1

    def _chained(self, at: int) -> tuple[str, int]:
        """A verb that does not report, and perhaps one that does after "and" or a comma."""
        for index in range(at + 1, at + APPOSITION):
            found = self._class(index)
            if found in ("end", "speech", "pron", ";", "rel"):
                break
            if found == "cue-gerund":
                return "verb+gerund", index
            if found.startswith("cue") and self._class(index - 1) in ("conj", ",", "adv"):
                return "verb+cue", index
        return "verb", -1


def _speech(
    number: int, spans: Utterance, tokens: Tokens, classes: Sequence[str], lexicon: Lexicon
) -> Speech:
    items, text = tokens.items, tokens.text
    first, last = tokens.runs[number][0], tokens.runs[number][-1]
    opening = text[spans[0].start]
    words = [word for span in spans for word in words_of(text, span, lexicon)]
    return Speech(
        number=number,
        first=first,
        last=last,
        line=items[first].line,
        last_line=items[last].line,
        before=classes[first - 1] if first and items[first - 1].line == items[first].line else "start",
        after=classes[last + 1]
        if last + 1 < len(items) and items[last + 1].line == items[last].line
        else "end",
        ending=_ending(text[spans[-1].end - 1]),
        capital=opening.isupper() or not opening.isalpha(),
        words=frozenset(words),
        count=len(words) + sum(len(UNSPACED.findall(text, span.start, span.end)) for span in spans) // 2,
        cue_before=_cue(tokens, classes, first, -1),
        cue_after=_cue(tokens, classes, last, 1),
    )


def _ending(character: str) -> str:
    if character == ",":
        return ","
    if character in ".…":
        return "."
    return "?" if character in "?!" else "-"


def _cue(tokens: Tokens, classes: Sequence[str], at: int, step: int) -> str:
    """The group of the nearest verb of speech on one side, in the same sentence, before any other speech."""
    items = tokens.items
    sentence = items[at].sentence
    index = at + step
    while 0 <= index < len(items) and items[index].sentence == sentence and classes[index] != "speech":
        if classes[index].startswith("cue") or classes[index] == "according":
            return classes[index]
        index += step
    return ""
