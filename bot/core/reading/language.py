"""The language of a text, and the lexicon it is read with."""

from __future__ import annotations

import re
from collections.abc import Mapping

import py3langid

from bot.core.reading.grammar import Grammar
from bot.core.reading.lexicon import Lexicon
from bot.core.reading.scripts import weight
from bot.core.reading.text import STOP_WORDS, fold_text, words
from bot.model import Article

DEFAULT = "en"
OTHER = "other"  # every language that has no lexicon of its own
LOOKED_AT = 2000  # characters of a text that show its language
PARAGRAPH = 60  # letters from which they show it surely
LETTERS = re.compile(r"[^\W\d_]+")
LATIN = re.compile(r"[^\W\d_\u0250-\U0010ffff]")
LATIN_SHARE = 0.5  # of the letters, under which a text is in none of our languages


_NAMES = """
af afrikaans; ar arabic/العربية; bg bulgarian/български; bn bengali/বাংলা
ca catalan/català; cs czech/čeština; cy welsh/cymraeg; da danish/dansk
de german/deutsch; el greek/ελληνικά; en english; es spanish/español; et estonian/eesti
eu basque/euskara; fa persian/farsi/فارسی; fi finnish/suomi; fr french/français
ga irish/gaeilge; gl galician/galego; he hebrew/עברית; hi hindi/हिन्दी
hr croatian/hrvatski; hu hungarian/magyar; id indonesian/bahasa indonesia
is icelandic/íslenska; it italian/italiano; ja japanese/日本語; ko korean/한국어
lt lithuanian/lietuvių; lv latvian/latviešu; ms malay; nl dutch/nederlands
no norwegian/norsk; pl polish/polski; pt portuguese/português; ro romanian/română
ru russian/русский; sk slovak/slovenčina; sl slovenian/slovenščina; sq albanian/shqip
sr serbian/српски; sv swedish/svenska; sw swahili/kiswahili; ta tamil/தமிழ்; th thai/ไทย
tr turkish/türkçe; uk ukrainian/українська; ur urdu/اردو; vi vietnamese/tiếng việt
zh chinese/中文
"""
"""What people call a language, in English and in itself, behind its ISO 639-1 code."""

_CODES = {
    fold_text(name): row.split()[0]
    for row in re.split(r"[;\n]", _NAMES.strip())
    for name in row.strip().partition(" ")[2].split("/")
}


def code_of(typed: str) -> str | None:
    """The ISO 639-1 code that is typed, or that of the language so named; None where it is neither."""
    folded = fold_text(typed.strip())
    if len(folded) == 2 and folded.isascii() and folded.isalpha():
        return folded
    return _CODES.get(folded)


def language(text: str) -> str | None:
    """The ISO 639-1 code of a text's language; None for less than a paragraph."""
    sample = text[:LOOKED_AT]
    return str(py3langid.classify(sample)[0]) if weight(sample) >= PARAGRAPH else None


def lexicon_for(article: Article, lexicons: Mapping[str, Lexicon]) -> Lexicon:
    """The lexicon of the language that an article says it is in, or shows."""
    if article.language:
        return lexicons.get(article.language[:2].lower(), lexicons.get(OTHER, lexicons[DEFAULT]))
    return lexicon_of(article.text, lexicons)


def lexicon_of(text: str, lexicons: Mapping[str, Lexicon]) -> Lexicon:
    """The lexicon of the language that a text shows; a line shows it by its small words."""
    other = lexicons.get(OTHER, lexicons[DEFAULT])
    code = language(text)
    if code:
        return lexicons.get(code, other)
    found = LETTERS.findall(text, 0, LOOKED_AT)
    if not is_latin(text):
        return other
    counts = _counts([word.lower() for word in found], lexicons)
    counts[OTHER] = counts.get(OTHER, 0) // 2  # which has the words of many languages
    best = max(counts, key=counts.__getitem__)
    return lexicons[best] if counts[best] > counts[DEFAULT] else lexicons[DEFAULT]


def is_latin(text: str) -> bool:
    """Whether it is written in Latin letters, half of them at least; what has no letters may be."""
    letters = sum(map(len, LETTERS.findall(text, 0, LOOKED_AT)))
    return len(LATIN.findall(text, 0, LOOKED_AT)) >= LATIN_SHARE * letters


def _counts(found: list[str], lexicons: Mapping[str, Lexicon]) -> dict[str, int]:
    """How many of the words are small words of each language; a word of no other counts twice."""
    counts = dict.fromkeys(lexicons, 0)
    for word in found:
        known = [language for language, lexicon in lexicons.items() if word in lexicon.telling]
        if len(known) > 1 and OTHER in known:
            known.remove(OTHER)
        for language in known:
            counts[language] += 2 if len(known) == 1 else 1
    return counts


# --- sentences by their small words ------------------------------------------------------------------


SHOWING, SHOWING_ANOTHER = 6, 2
"""Words of a sentence that show its language, and small words of others that show another in fewer."""


def reads_as(text: str, grammar: Grammar) -> bool:
    """Whether small words of the language hold it together; fewer than six show another alone."""
    found = [word.lower() for word in words(text)]
    small = sum(word in grammar.small for word in found)
    other = sum(word in _SMALL_ELSEWHERE and word not in grammar.small for word in found)
    if len(found) < SHOWING:
        return other < SHOWING_ANOTHER or small >= other
    return small >= other and small >= len(found) / 12


_IN_NAMES = frozenset("de la le el di en do da san no van der den des al e o y as".split())
_SMALL_ELSEWHERE = (
    STOP_WORDS
    | frozenset(
        """der die das und ist nicht ein eine einen dem mit von auf zu im für sich auch wird wurde sind
        les du un une et est pas dans pour que qui sur avec au aux par sont ont été il elle
        los las del es por con para se su lo como más fue ha han che è per non sono della nel gli dei
        alla con si os em não com uma foi são na dos das het een niet op te dat zijn voor met aan
        och att det som är av på inte med ett""".split()
    )
) - _IN_NAMES
"""Small words of languages of the Latin script that do not stand in names of others."""

_GERMAN = frozenset(
    """der die das und ist nicht ein eine einen einem einer dem den des mit von auf zu im für sich auch wird
    wurde wurden werden sind hat haben hatte bei nach aus zum zur vom dass über als er sie es""".split()
)
_ENGLISH = frozenset(
    """the of and to in is was for that with on at by from has have are it as an be i not my we our you your
    or but they this were who which had said his she he when after out up like""".split()
)


def is_german(sentence: str) -> bool:
    """Whether small German words hold it together."""
    found = [word.lower() for word in words(sentence)]
    small = sum(word in _GERMAN for word in found)
    english = sum(word in _ENGLISH for word in found)
    return small > english and (small > 1 or not english)
