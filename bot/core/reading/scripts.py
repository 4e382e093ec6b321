"""How scripts end their sentences, and how much their characters say."""

from __future__ import annotations

import re

ENDS = ".!?…。！？．｡।॥۔؟։።፧။།៕"
"""What sentences end with, from Latin and Chinese by Indic, Urdu and Arabic to Tibetan and Khmer."""

_WORDS = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_SYLLABLES = re.compile("[\u3040-\u30ff\uac00-\ud7af\u1200-\u137f]")
_UNENDED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_SIGNS_OF_A_WORD = 4
_SIGNS_OF_A_SYLLABLE = 2


def weight(text: str) -> int:
    """The length of a text in letters of an alphabet, in which as much would be said."""
    if text.isascii():
        return len(text)
    words, syllables = len(_WORDS.findall(text)), len(_SYLLABLES.findall(text))
    return len(text) + (_SIGNS_OF_A_WORD - 1) * words + (_SIGNS_OF_A_SYLLABLE - 1) * syllables


def ends_nothing(text: str) -> bool:
    """Whether it is mostly in a script that ends no sentence with a sign: Thai, Lao, Khmer, Burmese."""
    return not text.isascii() and len(_UNENDED.findall(text)) > len(text) // 2
