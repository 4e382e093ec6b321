"""The language of a text, and the lexicon it is read with."""

from __future__ import annotations

import re
from collections.abc import Mapping

import py3langid

from bot.core.reading.lexicon import Lexicon
from bot.core.reading.scripts import weight
from bot.core.reading.text import fold_text
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
    """The lexicon of the language that an article says it is in, or shows; of a line, by its small words."""
    other = lexicons.get(OTHER, lexicons[DEFAULT])
    code = article.language[:2].lower() if article.language else language(article.text)
    if code:
        return lexicons.get(code, other)
    words = LETTERS.findall(article.text, 0, LOOKED_AT)
    letters = sum(map(len, words))
    if letters and len(LATIN.findall(article.text, 0, LOOKED_AT)) < LATIN_SHARE * letters:
        return other
    counts = _counts([word.lower() for word in words], lexicons)
    counts[OTHER] = counts.get(OTHER, 0) // 2  # which has the words of many languages
    best = max(counts, key=counts.__getitem__)
    return lexicons[best] if counts[best] > counts[DEFAULT] else lexicons[DEFAULT]


def _counts(words: list[str], lexicons: Mapping[str, Lexicon]) -> dict[str, int]:
    """How many of the words are small words of each language; a word of no other counts twice."""
    counts = dict.fromkeys(lexicons, 0)
    for word in words:
        known = [language for language, lexicon in lexicons.items() if word in lexicon.telling]
        if len(known) > 1 and OTHER in known:
            known.remove(OTHER)
        for language in known:
            counts[language] += 2 if len(known) == 1 else 1
    return counts
