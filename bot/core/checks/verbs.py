"""A small list by which a sentence is told from a heading or a caption: does it hold a finite verb."""

from __future__ import annotations

import re

_HELPERS = """
    am is are was were be been being has have had do does did will would can could shall should may
    might must isn wasn aren weren hasn haven hadn doesn didn won wouldn couldn shouldn isn't wasn't
    aren't weren't hasn't haven't hadn't doesn't didn't won't can't cannot wouldn't couldn't
    shouldn't
"""
_PAST = """
    said told came went took gave got made saw found left held kept led met sent set put let cut hit
    hurt won lost fell rose grew began became brought bought built caught chose drew drove ate
    fought flew forgot froze heard hid knew laid lay lent lit meant paid read ran sold shot shut
    sang sank sat slept spoke spent spread stood stole struck swore swept swam taught thought threw
    understood woke wore wrote wound shook sought split spun stuck swung tore wept quit rode rang
    overtook withdrew undertook upheld withheld beat broke bore bet bid cast cost dealt dug fed felt
    fled forbade foresaw forgave hung knelt leapt overcame proved sprang strode thrust
"""
_PRESENT = """
    says tells comes goes takes gives gets makes sees finds leaves holds keeps leads meets sends
    sets puts lets cuts hits wins loses falls rises grows begins becomes brings buys builds calls
    asks adds plans wants needs seeks aims hopes fears expects warns urges denies claims argues
    believes thinks knows shows means includes remains continues faces follows allows requires
    offers opens closes starts ends stops runs works plays lives dies moves turns stands sits lies
    looks seems appears happens helps tries uses pays costs sells votes backs bans blames accuses
    admits agrees announces approves arrives attacks considers creates cuts decides declines demands
    describes draws drops ensures estimates explains feels gains hears hosts insists joins launches
    marks names notes operates orders owes owns passes prepares promises proposes proves pushes
    raises reaches receives recommends reduces refuses rejects relies reports represents rules
    serves signs speaks spends suggests suffers supports suspects tends understands visits walks
    wonders writes say think believe want need hope expect know see plan remain live work make take
    give come go get keep hold face seem appear show mean include continue agree argue claim warn
    fear offer provide provides
"""

_TOLD = frozenset(f"{_PAST} was were had did".split())
_FINITE = frozenset(f"{_HELPERS} {_PAST} {_PRESENT}".split())
_LOWER_WORD = re.compile(r"(?<![\w’'])[a-z]+(?:[’'][a-z]+)?")


def has_verb(text: str) -> bool:
    """Whether a word of the text can be its finite verb; past forms in -ed count."""
    return any(word in _FINITE or _regular(word) for word in _LOWER_WORD.findall(text.replace("’", "'")))


def is_past(word: str) -> bool:
    """Whether a word can be a verb's past form."""
    return word in _TOLD or _regular(word)


def _regular(word: str) -> bool:
    return (
        len(word) > 3 and word.endswith("ed") and word not in {"need", "hundred", "indeed", "speed", "seed"}
    )
