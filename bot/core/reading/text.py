"""Text as newsrooms print it: typography folded with offsets kept, paragraphs, sentences, words, terms."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import Stemmer

from bot.core.reading.scripts import weight
from bot.model import Span

WORD = re.compile(r"\w+(?:[’'.&-]\w+)*", re.UNICODE)
"""A word with its inner apostrophes, points, ampersands and hyphens: "it's", "U.S", "AT&T", "well-kept"."""

MARKS = "".join(chr(code) for code in range(0x300, 0x3100) if unicodedata.category(chr(code))[0] == "M")
"""Signs that stand within words, of which Python's own \\w knows nothing: Thai and Indic vowels, accents."""

_SEARCHED = re.compile(rf"\w[\w{MARKS}]*(?:[’'.&-][\w{MARKS}]+)*")
_TITLE = re.compile(r"\b(?:Pres|Reps?|Sens?|Govs?|Gen|Col|Lt|Sgt|Capt|Cmdr|Adm|Maj|Hon|Supt|Insp|Det|vs)\.$")

_ORDINAL = re.compile(
    r"\b(?:[Dd](?:er|ie|as|em|en|es)|[VZvz][ou]m|[Ii]m|[Bb](?:eim|is)|[Ss]eit|[Aa]b|[Ii]hre[mnrs]?|[Ss]eine[mnrs]?)"
    r" \d{1,2}\.$"
)
_ORDERED = re.compile(r"\d\.$")
_COUNTED = re.compile(
    r"(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
    r"|Jahrhundert|Geburtstag|Jahrestag)"
)
"""German ordinals and what follows them: a point that ends no sentence."""

PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")

STOP_WORDS = frozenset(
    """a about above after again against all also am an and any are as at be because been before being below
    between both but by can could did do does doing down during each few for from further had has have having
    he her here hers him his how i if in into is it its itself just me more most my no nor not now of off on
    once only or other our out over own said same say says she should so some such than that the their them
    then there these they this those through to too under until up very was we were what when where which
    while who whom whose why will with would you your""".split()
)
"""English words that say nothing about what a text is about."""

_TYPOGRAPHY = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»〝〞＂", '"'),
        **dict.fromkeys("‘’‚‛‹›ʼ′＇`´", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00a0\u2007\u202f\u2009\u200a\u2002\u2003\t\n\r", " "),
    }
)
_SPACES = re.compile(" {2,}")
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text with its typography made plain; `origin[i]` is where character i came from."""

    text: str
    origin: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """Where a run of the folded text stands in the original."""
        return Span(self.origin[start], self.ends[end - 1])


def fold(text: str) -> Folded:
    """The text in lower case with straight marks, plain dashes, single spaces and no ligatures or accents."""
    characters: list[str] = []
    origin: list[int] = []
    ends: list[int] = []
    for index, character in enumerate(text):
        for plain in _fold_character(character):
            if plain == " " and (not characters or characters[-1] == " "):
                continue
            characters.append(plain)
            origin.append(index)
            ends.append(index + 1)
    return Folded("".join(characters), tuple(origin), tuple(ends))


def fold_text(text: str) -> str:
    """What `fold` makes of the text, without where it came from."""
    return _SPACES.sub(" ", "".join(map(_fold_character, text))).lstrip(" ")


@functools.lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    if character in _INVISIBLE:
        return ""
    if character == "…":
        return "..."
    plain = character.translate(_TYPOGRAPHY)
    decomposed = unicodedata.normalize("NFKD", plain)
    kept = "".join(part for part in decomposed if not unicodedata.combining(part))
    return kept.casefold()


def accentless(text: str) -> str:
    """The text without accents, its capitals as they are."""
    plain = unicodedata.normalize("NFD", text.replace("’", "'"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def paragraphs(text: str) -> list[Span]:
    """The lines that hold anything, without the white space around them."""
    return [trim(text, match.start(), match.end()) for match in PARAGRAPH.finditer(text)]


def trim(text: str, start: int, end: int) -> Span:
    """The run without white space at its ends; the run must hold something else."""
    while text[start].isspace():
        start += 1
    while text[end - 1].isspace():
        end -= 1
    return Span(start, end)


LONGEST_KEPT = 4_000
"""Code points of a line whose sentences are remembered, which bounds the memory."""

REAL_TEXT = 4
"""Sentences: with fewer, what a feed gives is a teaser and not the article."""


def sentences(text: str, within: Span | None = None) -> list[Span]:
    """The sentences in order; none crosses a paragraph, and a closing mark stays with its sentence."""
    runs = paragraphs(text) if within is None else [trim(text, within.start, within.end)]
    return [sentence for run in runs for sentence in _sentences_of(text, run)]


def _sentences_of(text: str, run: Span) -> list[Span]:
    line = text[run.start : run.end]
    found: list[Span] = []
    for start, end in _segments(line) if len(line) <= LONGEST_KEPT else _segments_of(line):
        here = run.start + start
        if found and (_belongs_before(line, start, end) or _goes_on(text, found[-1], here)):
            found[-1] = Span(found[-1].start, run.start + end)
        else:
            found.append(Span(run.start + start, run.start + end))
    return found


@functools.lru_cache(maxsize=4096)
def _segments(line: str) -> Sequence[tuple[int, int]]:
    """Kept for short lines, as a briefing asks for their sentences several times."""
    return _segments_of(line)


def _segments_of(line: str) -> Sequence[tuple[int, int]]:
    """Where each sentence of a line begins and ends."""
    from syntok import segmenter  # a tenth of a second to import, which finding quotes need not pay

    return tuple(
        (sentence[0].offset, sentence[-1].offset + len(sentence[-1].value))
        for paragraph in segmenter.analyze(line)
        for sentence in paragraph
    )


def _goes_on(text: str, before: Span, at: int) -> bool:
    """Whether "Rep.", "Gov." or the "3." of "am 3. Mai" was taken for the end of a sentence."""
    if _TITLE.search(text, before.start, before.end):
        return True
    if not _ORDERED.search(text, before.start, before.end):
        return False
    return bool(_COUNTED.match(text, at) or _ORDINAL.search(text, before.start, before.end))


def _belongs_before(line: str, start: int, end: int) -> bool:
    """A lone closing mark, or a reporting clause in lower case after one, goes with what it closes."""
    return not any(character.isalnum() for character in line[start:end]) or line[start].islower()


def holds(folded: str, phrase: str) -> bool:
    """Whether a folded text holds folded words as they stand, from the edge of a word to that of another."""
    return re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", folded) is not None


def words(text: str) -> list[str]:
    """The words in order, as they are written."""
    return WORD.findall(text)


def terms(text: str) -> list[str]:
    """The folded, stemmed words that say what a text is about, in order, with repeats."""
    return [stem(word) for word in search_words(text)]


def search_words(text: str) -> list[str]:
    """The folded words without stop words, not stemmed, in order, with repeats."""
    folded = (word.removesuffix("'s") for word in _SEARCHED.findall(fold_text(text)))
    return [word for word in folded if word not in STOP_WORDS and (len(word) > 1 or _tells(word))]


def _tells(sign: str) -> bool:
    """Whether one sign says what a text is about: a digit, or a word of a script that has signs for words."""
    return sign.isdigit() or weight(sign) > len(sign)


@functools.lru_cache(maxsize=65536)
def stem(word: str, algorithm: str = "english") -> str:
    """The stem of a folded word by one of Snowball's algorithms: "english" is Porter 2."""
    # one that threads share mixes up their words, and a new one costs nothing
    return str(Stemmer.Stemmer(algorithm).stemWord(word))


_QUOTED = re.compile(r"([\"“”„])([^\"“”„]+)[\"“”]|(['‘’‚])([^'‘’‚]+)['‘’]|[«»]([^«»]+)[«»]")


_HALF_QUOTED = re.compile(r"[\"“”„«»]([^\"“”„«»]+)|([^\"“”„«»]+)[\"“”„«»]")
"""Words with one quotation mark, before or behind them; an apostrophe there may belong to a name."""


def unquoted(text: str) -> str:
    """What is typed, without quotation marks of any kind around all of it, and white space there.

    A mark whose other one was forgotten goes too.
    """
    typed = text.strip()
    if matched := _QUOTED.fullmatch(typed):
        typed = matched[2] or matched[4] or matched[5]
    elif matched := _HALF_QUOTED.fullmatch(typed):
        typed = matched[1] or matched[2]
    return typed.strip()


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 outlet", "3 stories"; the plural is in -s unless given."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
