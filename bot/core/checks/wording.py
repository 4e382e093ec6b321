"""What a writer of briefings never writes: hidden characters, links, pings, markup, asides, opinions."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator

from bot.core.checks.standalone import any_of, compiled
from bot.core.reading.lexicon import Lexicon
from bot.core.reading.text import fold_text, stem, words
from bot.model import Reason

_NEVER = frozenset(("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"))
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5") | frozenset(
    map(chr, range(0xFE00, 0xFE10))
)
"""Characters that show as nothing (Default_Ignorable_Code_Point, and the empty Braille cell)."""

_TURNED = frozenset(("R", "AL", "AN"))
"""Bidirectional classes of scripts written from right to left (UAX 9)."""

_MARKS = frozenset("\"'“”„‘’‚«»")
"""The quotation marks that are looked for."""

_LIKE_MARKS = ("QUOTATION", "CORNER BRACKET", "DOUBLE PRIME", "DITTO", "DOUBLE APOSTROPHE")

_PRINTED = _MARKS | frozenset("–—…·°§€£¥½¼¾²³×′")
"""What a newspaper prints beside letters and ASCII."""

MOST_STACKED = 2
"""Combining marks on one letter; more of them cover the lines around."""


def hidden(text: str) -> bool:
    """Whether characters stand in it that do not show, that turn the line, or that pile up."""
    stacked = 0
    for character in text:
        stacked = stacked + 1 if unicodedata.combining(character) else 0
        if stacked > MOST_STACKED or _hides(character):
            return True
    return False


@functools.lru_cache(maxsize=4096)
def _hides(character: str) -> bool:
    return character in _BLANK or unicodedata.category(character) in _NEVER


def turned(text: str) -> bool:
    """Whether letters of a script from right to left stand in it."""
    return any(unicodedata.bidirectional(character) in _TURNED for character in text)


def false_marks(text: str) -> bool:
    """Whether marks stand in it that look like quotation marks and are not read as such."""
    return any(_is_false_mark(character) for character in text)


@functools.lru_cache(maxsize=4096)
def _is_false_mark(character: str) -> bool:
    if character in _MARKS:
        return False
    name = unicodedata.name(character, "")
    return any(
        part in name for part in ("QUOTATION", "CORNER BRACKET", "DOUBLE PRIME", "DITTO", "DOUBLE APOSTROPHE")
    )


def foreign_letters(text: str, known: str) -> bool:
    """Whether something stands in it that is neither Latin nor ASCII, nor printed in what is known."""
    seen = set(known)
    return any(not _plain(character) and character not in seen for character in text)


@functools.lru_cache(maxsize=4096)
def _plain(character: str) -> bool:
    if character.isascii() or character in _PRINTED:
        return True
    return unicodedata.category(character)[0] == "L" and unicodedata.name(character, "").startswith("LATIN ")


# --- wordings ----------------------------------------------------------------------------------------


MOST_CHARACTERS, MOST_WORDS = 480, 65
"""Of one bullet: people who sum an article up in one sentence take up to 61 words."""

SHINGLE = 6
"""Words in a row that are nobody's but the prompt's."""

_LINK = re.compile(
    r"\w+://|\bwww\.|\bhxxps?\b|\b(?:mailto|javascript|data|tel|file|slack|discord)\s*:(?=\S)|\bxn--"
    r"|(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])|\[[^\]]*\]\s*\(|\w\[\.\]\w"
    r"|\b\w+ ?\(dot\) ?\w+|\b\w+ dot (?:com|org|net|io)\b",
    re.IGNORECASE,
)
_DOMAIN = re.compile(r"(?<![\w@])(?:[\w-]+\.)+[^\W\d_]{2,}(?![\w])(?:/\S*)?", re.IGNORECASE)
_PING = re.compile(
    r"[@＠]|<[!#&]|(?<!\w)(?:#|＃)\w|\b(?:ping|tag|mention)(?:ing)? (?:everyone|here|channel|all)\b",
    re.IGNORECASE,
)
_MARKUP = re.compile(
    r"[`*~|<>\\{}^\[\]#]|(?<!\w)_|_(?!\w)|__|^\s*(?:[-+•#>]|\d+[.)])\s|&(?:#?\w{2,8});|%[0-9a-f]{2}"
    r"|(?<![\w:]):[a-z_+-]{2,}:|/{2,}",
    re.IGNORECASE,
)
_INSTRUCTS = r"""
    \b(?:ignore|disregard|forget|override) (?:\w+ ){0,3}(?:previous|prior|earlier|above|other) \w+
    \b(?:previous|prior|earlier|above) (?:instructions?|messages?|prompts?|rules)\b
    \b(?:your|my|these|following|system|developer) (?:prompt|instructions?|message)\b | \bsystem override\b
    \bas an? (?:ai|assistant|language model|llm)\b | \byou are (?:now|an?) (?:ai|assistant|llm)\b
    \b(?:ai|llm|language) (?:models?|assistants?)\b.{0,40}\b(?:must|should|reading this|summari[sz]ing)\b
    \bsummari[sz](?:ing|e) this (?:article|page|text)\b | </?(?:think|system|user|assistant|instructions?)\b
    \b(?:reply|respond|answer|output|print) (?:only|exactly|with)\b | \bwrite (?:only|exactly|instead)\b
"""
_ASIDES = r"""
    \bi(?:[’']m| am)? (?:sorry|unable|apologi[sz]e|cannot|can[’']t)\b
    ^(?:sorry|apologies|unfortunately,? i)\b
    ^(?:sure|certainly|of course|absolutely|okay|ok|great|alright|yes|no problem)[,!.:]
    ^here(?:[’']s| is| are) \w+ | \blet(?:[’']s| me) | \bstep by step\b | \bchain of thought\b
    ^(?:note|reasoning|thoughts?|thinking|analysis|summary|briefing|headline|bullet|answer|output|final) ?:
    ^step \d+ ?:
    \b(?:sentences?|quotes?|bullets?|cites?|sources?) (?:numbers? )?\[?\d+ | \bcited sentences?\b
    \b(?:numbered|verified) (?:sentences?|quotes?)\b | \b(?:the|this|your) prompt\b
    \b(?:the|this) (?:provided|given|supplied|above|source) (?:articles?|text|sentences?|passages?|material)\b
    \b(?:according to|based on|per|in|from) (?:the|this|these) (?:articles?|text|passages?|context|sources?)\b
    \b(?:as requested|as instructed|per your request|hope this helps)\b
    \b(?:users?|readers?) (?:should|must|asked|wants|requested)\b
    \b(?:click|tap|visit|subscribe|sign up|download|call|act) (?:here|this link|the link|our|now|below)\b
"""
_SUBJECTS = r"""
    \blanguage models?\b | \bchatbots?\b | \bchatgpt\b | \bopenai\b | \bassistant\b | \bjson\b
    \bapi keys?\b | \baccess tokens?\b | \bschema\b | \bsystem message\b | \binstructions?\b | \bprompts?\b
"""
_INSTRUCTION = compiled(any_of(_INSTRUCTS))
_ASIDE = compiled(any_of(_ASIDES))
_SUBJECT = compiled(any_of(_SUBJECTS))
"""What a briefing may speak of only where an article does."""

_OPINIONS = frozenset(
    """shocking shockingly stunning stunningly outrageous disgraceful shameful brilliant disastrous
    horrific horrifying terrible terribly awful wonderful amazing incredible incredibly unbelievable fantastic
    tragic tragically sadly thankfully fortunately unfortunately hopefully regrettably alarming alarmingly
    disturbing disturbingly worrying worryingly controversial controversially infamous notorious heroic
    heartbreaking heartwarming inspiring remarkable remarkably astonishing astonishingly ridiculous absurd
    pathetic cowardly despicable evil corrupt crooked stupid foolish idiotic genius legendary iconic beloved
    hateful vile sinister glorious magnificent spectacular impressive impressively embarrassing embarrassingly
    humiliating scandalous dubious dubiously blatant blatantly bombshell explosive sensational jaw-dropping
    groundbreaking game-changing unprecedented obviously clearly undoubtedly surely arguably rightly wrongly
    deservedly courageous reckless recklessly ruthless ruthlessly brutal brutally savage laughable
    exciting thrilling delightful dreadful appalling appallingly deplorable commendable admirable
    must-read""".split()
)
"""Words that judge; one is printed only where what is cited has it."""


def too_long(text: str) -> bool:
    """Whether nobody would read it to its end; looked at before anything else is."""
    return len(text) > MOST_CHARACTERS or len(words(text)) > MOST_WORDS


def wording_faults(
    text: str, known: str, prompt: str = "", lexicon: Lexicon | None = None
) -> Iterator[tuple[Reason, str]]:
    """What must not be printed in a text of ours, given the words that it may take over; not for long texts.

    `prompt` is the wording that a model was given without the articles: none of it is repeated. `lexicon` has
    more that nobody writes, of the language of the text.
    """
    if hidden(text) or turned(text) or false_marks(text):
        yield (
            Reason.CHARACTERS,
            "It holds characters that do not show or pass for others; use plain ones.",
        )
        return
    plain = unicodedata.normalize("NFKC", text)
    seen = fold_text(known)
    if _links(plain, seen):
        yield Reason.LINK, "It holds a link; write none, links are added by the program."
    if _PING.search(plain):
        yield Reason.PING, "It addresses somebody with @ or #; write names alone."
    if _MARKUP.search(plain):
        yield Reason.MARKUP, "It holds markup; write plain words without *, _, `, |, <, > or brackets."
    if _aside(plain, seen) or (lexicon and lexicon.claims.asides.search(plain)):
        yield Reason.ASIDE, "It speaks about the writing or to somebody; write only what happened."
    if prompt and _repeats(plain, prompt, seen):
        yield Reason.LEAKED, "It repeats the instructions; write only what happened."
    if foreign_letters(text, known) or _mixed(plain):
        yield Reason.LANGUAGE, "It holds letters or pictures that the articles do not print."
    if judged := sorted(_judgements(plain, seen, lexicon)):
        yield Reason.OPINION, f"It judges ({', '.join(judged[:3])}) where the cited sentences do not."


def unsafe(text: str) -> bool:
    """Whether an article's own words hold what no chat should be sent: links, pings, hidden characters."""
    plain = unicodedata.normalize("NFKC", text)
    return hidden(text) or turned(text) or bool(_LINK.search(plain) or _PING.search(plain))


def instructs(text: str) -> bool:
    """Whether a text speaks to a machine that reads it, and so is no source of news."""
    return _INSTRUCTION.search(unicodedata.normalize("NFKC", text)) is not None


def _aside(text: str, seen: str) -> bool:
    """Whether it speaks of the writing; of prompts and language models it may, where the articles do."""
    strange = (match for match in _SUBJECT.finditer(text) if fold_text(match.group()) not in seen)
    return instructs(text) or _ASIDE.search(text) is not None or next(strange, None) is not None


def _links(text: str, seen: str) -> bool:
    """Whether an address stands in it; a name such as "Booking.com" may, where the article has it."""
    if _LINK.search(text):
        return True
    return any(
        "/" in match.group() or fold_text(match.group()) not in seen for match in _DOMAIN.finditer(text)
    )


def _mixed(text: str) -> bool:
    """Whether a word is written in two scripts, so that it looks like another."""
    return any(
        len({unicodedata.name(letter, "?").split()[0] for letter in word if letter.isalpha()}) > 1
        for word in words(text)
        if not word.isascii()
    )


def _repeats(text: str, prompt: str, seen: str) -> bool:
    """Whether a run of the prompt's words stands in it that no cited sentence has."""
    asked = " ".join(words(fold_text(prompt)))
    mine = words(fold_text(text))
    runs = (" ".join(mine[at : at + SHINGLE]) for at in range(len(mine) - SHINGLE + 1))
    known = " ".join(words(seen))
    return any(run in asked and run not in known for run in runs)


def _judgements(text: str, seen: str, lexicon: Lexicon | None) -> set[str]:
    known = {stem(word) for word in words(seen)}
    own = lexicon.claims.opinions if lexicon else frozenset[str]()
    judging = (fold_text(word) for word in words(text) if fold_text(word) in _OPINIONS or word.lower() in own)
    return {word for word in judging if stem(word) not in known}
