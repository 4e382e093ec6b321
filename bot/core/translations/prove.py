"""May a machine's translation of a checked line be printed: the same numbers, names and denials, no more."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import py3langid

from bot.core.checks import has_marks
from bot.core.checks.wording import wording_faults
from bot.core.reading.lexicon import Lexicon
from bot.core.reading.names import names_of_text
from bot.core.reading.numbers import numbers
from bot.core.reading.text import STOP_WORDS, accentless, words
from bot.core.translations.languages import LANGUAGES, Language, concepts, without
from bot.core.translations.lines import Line
from bot.model import AnnotatedArticle, Reason

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_SENTENCE = re.compile(r"(?:^|[.!?:;–—•]\s*|\n\s*)[\"“”„«»(]*$")
_ENDINGS = re.compile(r"(?:'?s|'|e?n?s|e[rnsm]?|ern|ers|in|a|o|i|isch\w*|ische?n?|aner\w*|ense\w*)")
"""What a name may end in that has none in the original: a genitive, a case, people of a place."""


@dataclass(frozen=True, slots=True)
class Names:
    """Whom the articles of a story name; all words in lower case and without accents."""

    persons: frozenset[str]
    proper: frozenset[str]  # with a capital wherever they stand within a sentence
    given: frozenset[str]  # given names there are

    @classmethod
    def of(cls, reads: Sequence[AnnotatedArticle], lexicon: Lexicon) -> Names:
        """Those of these articles, persons as the gate and the quote engine find them."""
        persons: set[str] = set()
        inner: set[str] = set()
        small: set[str] = set()
        for read in reads:
            persons |= {_low(word) for word in names_of_text(read.article.text, lexicon).persons}
            spoken = " ".join(quote.speaker for quote in read.quotes if quote.speaker)
            persons |= {_low(word) for word in _WORD.findall(without(spoken, "en")) if word[:1].isupper()}
            for word, opens in _words(without(read.article.text, "en")):
                if word[0].islower():
                    small.add(_low(word))
                elif not opens:
                    inner.add(_low(word))
        listed = lexicon.titles | lexicon.claims.translated | STOP_WORDS
        return cls(frozenset(persons - listed), frozenset(inner - small - listed), frozenset(lexicon.given))


def same_names(line: str, line_is: Language, translated: str, its: Language, names: Names) -> str | None:
    """What is wrong with the names of a translation, as a sentence; None when nothing is."""
    source = list(_words(without(line, line_is.code)))
    target = list(_words(without(translated, its.code)))
    wanted = {_low(word) for word, _ in source if _must_stand(word, line_is, names)}
    there = {_low(word) for word, _ in target}
    for word in sorted(wanted):
        if not any(_same(word, other, its, word in names.persons) for other in there):
            return f"The name {word} is missing."
    capitals = {_low(word) for word, _ in source if word[0].isupper()}
    free = [word for word, _ in source if word[0].isupper() and _low(word) not in wanted]
    strange = [word for word, opens in target if not opens and _strange(word, capitals, its)]
    if not its.capital_nouns and not line_is.capital_nouns and len(strange) > len(free):
        return f"It names {strange[0]}, which the original does not."
    known = {_low(word) for word, _ in source}
    led = names.given if its.capital_nouns else None
    pairs = _runs(translated, its, known, led)
    if pairs and (led or len(pairs) > len(_runs(line, line_is, wanted))):
        return f"It names {pairs[0]}, whom the original does not."
    return None


def _must_stand(word: str, language: Language, names: Names) -> bool:
    if not word[0].isupper():
        return False
    low = _low(word)
    return (
        low in names.persons
        or (len(word) > 1 and word.isupper())
        or (not language.capital_nouns and low in names.proper)
    )


def _strange(word: str, known: Collection[str], language: Language) -> bool:
    return word[0].isupper() and not any(_same(one, _low(word), language, False) for one in known)


def _same(name: str, word: str, language: Language, person: bool) -> bool:
    """Whether a word is the name, with an ending, or a longer one made with it."""
    if not word.startswith(name):
        return False
    rest = word[len(name) :]
    joined = language.numerals.compounds and not person and len(name) > 3 and len(rest) > 2
    return not rest or bool(_ENDINGS.fullmatch(rest)) or joined


def _runs(
    text: str, language: Language, known: Collection[str], led: Collection[str] | None = None
) -> list[str]:
    """Two words with capitals side by side within a sentence, neither of which is known.

    Where every noun has a capital, the first must be a given name.
    """
    found, before = [], ""
    for word, opens in _words(without(text, language.code), gaps=True):
        new = bool(word) and word[0].isupper() and not opens and not _is_known(word, known, language)
        if new and before and (led is None or _low(before) in led):
            found.append(f"{before} {word}")
        before = word if new else ""
    return found


def _is_known(word: str, known: Collection[str], language: Language) -> bool:
    scales = language.numerals.scales
    return _low(word) in scales or any(_same(one, _low(word), language, False) for one in known)


def _words(text: str, gaps: bool = False) -> Iterator[tuple[str, bool]]:
    """The words, each with whether it opens a sentence; with `gaps` an empty one where words are parted."""
    end = 0
    for match in _WORD.finditer(text):
        if gaps and text[end : match.start()] != " ":
            yield "", False
        word = match.group()
        if word.endswith(("'s", "'S")):
            word = word[:-2]
        elif "'" in word:  # "l'Italie", "O'Brien"
            head, _, tail = word.partition("'")
            word = (
                word.replace("'", "") if head[0].isupper() and tail[:1].isupper() and len(head) < 3 else tail
            )
        end = match.end()
        yield word or match.group(), bool(_SENTENCE.search(text[max(0, match.start() - 12) : match.start()]))


def _low(word: str) -> str:
    return word.casefold()


def same_numbers(one: str, one_is: Language, other: str, other_is: Language) -> bool:
    """Whether two texts hold the same numbers, each as often; a lone 1 may be an article."""
    mine, theirs = numbers(one, one_is.numerals), numbers(other, other_is.numerals)
    if len(mine) != len(theirs) or _signs(one) != _signs(other):
        return False
    left = sorted(theirs, key=len)
    for value in sorted(mine, key=len):
        found = next((each for each in left if each & value), None)
        if found is None:
            return False
        left.remove(found)
    return True


def _signs(text: str) -> list[str]:
    """Signs that are numbers and no digits: "½", "²"."""
    return sorted(sign for sign in text if unicodedata.category(sign) in ("No", "Nl"))


# --- the whole line ----------------------------------------------------------------------------------


Fault = tuple[Reason, str]

LONGEST, SPARE = 1.8, 30
"""Times as long as the original, and letters more, that a translation may be."""

SHORTEST = 0.4

LONG_ENOUGH = 40
"""Letters of its own from which the language of a line shows, names left out."""

MOST_SHARED = 0.5
"""Share of its words that a line may have in common with the original, names and numbers left out."""

_MARKS = frozenset('"“”„‟«»‹›〝〞＂「」『』`´')
_APOSTROPHE = re.compile(r"(?<![^\W\d_])['’‘‚‛](?!\d\d)|['’](?=\W*$)")
"""A single mark that stands where no apostrophe does."""

_SOFT = re.compile(
    r"(?<!\w)(?:fail|lack|refus|den[iy]|hardly|barely|absent|miss|prevent|except|instead|rather than|vain"
    r"|un(?!i|der|til)\w{3}|im(?:poss|prob|mob)|il(?:leg|lic)|in(?:able|cap|comp|eff|suff|valid|accur|activ)"
    r"|dis(?:agr|appr|qual|miss|appe)|nicht|kein)\w*",
    re.IGNORECASE,
)
"""What may become a denial in another language."""


def fault(line: Line, text: str, into: str, names: Names, prompt: str = "") -> Fault | None:
    """Why a translation is not printed; None when it may be."""
    its, was = LANGUAGES[into], LANGUAGES[line.language]
    if "\n" in text or not SHORTEST * len(line.text) <= len(text) <= LONGEST * len(line.text) + SPARE:
        return Reason.LENGTH, "It is far longer or shorter than the original."
    if has_marks(text) or _MARKS & set(text) or _APOSTROPHE.search(text):
        return Reason.QUOTE, "It holds quotation marks."
    for wrong in wording_faults(text, line.text, prompt):
        return wrong
    if not same_numbers(line.text, was, text, its):
        return Reason.NUMBER, "Its numbers are not those of the original."
    if concepts(line.text, was.code) != concepts(text, into):
        return Reason.UNIT, "It names another day, country or unit than the original."
    if wrong_name := same_names(line.text, was, text, its, names):
        return Reason.NAME, wrong_name
    if _denial_differs(line, text, into):
        return Reason.NEGATION, "It denies what the original says, or the other way round."
    if not _in_language(line, text, into):
        return Reason.LANGUAGE, f"It is not in {its.name}."
    return None


def _denial_differs(line: Line, text: str, into: str) -> bool:
    mine, theirs = accentless(line.text).casefold(), accentless(text).casefold()
    denied = LANGUAGES[line.language].denies.search(mine) is not None
    denies = LANGUAGES[into].denies.search(theirs) is not None
    return (denied and not denies) or (denies and not denied and not _SOFT.search(mine))


def _in_language(line: Line, text: str, into: str) -> bool:
    """Whether the words that are not the original's are of the language, and are most of its words."""
    before = {word.casefold() for word in words(line.text)}
    own = [word for word in words(text) if word.casefold() not in before]
    shared = [word for word in words(text) if word.casefold() in before and word.islower()]
    if not own or len(shared) > MOST_SHARED * (len(shared) + len(own)):
        return False
    rest = " ".join(own)
    if len(rest) < LONG_ENOUGH:
        return True
    best = [str(code) for code, _ in py3langid.rank(rest)[:3]]
    return best[0] == into or (into in best and best[0] not in LANGUAGES)
