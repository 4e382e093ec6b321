"""What the clause around an utterance says of it: not said, asked, told by another, on a sign, signed."""

from __future__ import annotations

from bot.core.quotes.mentions import Mention
from bot.core.quotes.reported import (
    according,
    apposed,
    claimed,
    led,
    of_a_paper,
    of_another,
    of_whose,
    read_out,
    spoken_of,
    told_by_somebody,
    used_by,
    with_somebody,
)
from bot.core.quotes.rulings import (
    ASKED,
    CROWD,
    DENIED,
    FOUND,
    INVERTED,
    LABEL,
    MADE_UP,
    NAMED,
    REPORTING,
    SENTENCE,
    SIGN,
    SIGNED,
    SPOKEN,
    SUPPOSED,
    TOLD,
    VERSE,
    Ruling,
    agent,
    is_somebody,
    nearest_cue,
)
from bot.core.quotes.scene import UNNAMED, Scene, Speech
from bot.core.quotes.unsaid import PHRASE, REACH, is_denied, is_made_up, is_negated, is_supposed

VERSE_WORDS = 10  # words up to which a line is taken for one of a poem
TERM = 4  # words up to which a run in a sentence without a verb of speech is a term
SIGNATURE = 10  # tokens of a line that only signs


def ruling(scene: Scene, speech: Speech) -> Ruling | None:
    """What the clause around an utterance settles; None where it leaves the speaker open."""
    if _is_verse(scene, speech):
        return Ruling(VERSE)
    if _is_label(scene, speech) or _is_linked(scene, speech):
        return Ruling(LABEL)
    before, after = nearest_cue(scene, speech, -1), nearest_cue(scene, speech, 1)
    near = before if before >= 0 and speech.first - before <= REACH else -1
    return (
        _signed(scene, speech)
        or told_by_somebody(scene, speech)
        or read_out(scene, speech)
        or _heard(scene, speech, before)
        or _heard(scene, speech, after)
        or _not_said(scene, speech, near, after)
        or _without_cue(scene, speech)
        or (_ruling_before(scene, speech, near, after) if near >= 0 else None)
        or (_ruling_after(scene, speech, after) if after >= 0 else None)
    )


def _not_said(scene: Scene, speech: Speech, before: int, after: int) -> Ruling | None:
    """Whether the words are denied, or a character's."""
    if is_denied(scene, speech, before):
        return Ruling(DENIED)
    led = after if 0 <= after <= speech.last + 1 + REACH else -1
    return Ruling(MADE_UP) if is_made_up(scene, speech, before if before >= 0 else led) else None


def _ruling_after(scene: Scene, speech: Speech, cue: int) -> Ruling | None:
    """What a verb right after the words settles."""
    comma = scene.classes[speech.last + 1] == ","
    closes = cue + 1 >= len(scene.classes) or scene.classes[cue + 1] in (".", ",", "prep", "adv")
    told = apposed(scene, cue) if closes and speech.before != ":" else None
    if told is not None:
        return told
    if _breaks(scene, speech.last + 1 + comma, cue):
        return None
    ends = comma or speech.ending in ",?"
    unsaid = _unsaid(scene, cue, speech.last) if ends or scene.classes[cue] != "cue-gerund" else None
    if unsaid or not ends:
        return unsaid
    return of_another(scene, cue) or of_a_paper(scene, speech, cue) or _inverted(scene, speech, cue)


def _ruling_before(scene: Scene, speech: Speech, cue: int, after: int) -> Ruling | None:
    """What a verb before the words settles."""
    if _is_sign(scene, cue):
        return Ruling(SIGN)
    settled = (
        _unsaid(scene, cue)
        or with_somebody(scene, cue)
        or _asked(scene, speech, cue)
        or _found(scene, cue)
        or of_another(scene, cue)
        or of_whose(scene, cue)
        or apposed(scene, cue)
    )
    if settled is None and after < 0:
        settled = led(scene, speech, cue) or _embedded(scene, speech, cue) or _relative(scene, speech, cue)
        told = -1 if settled else _teller(scene, cue, speech)
        return Ruling(TOLD, told) if told >= 0 else settled
    return settled


def _unsaid(scene: Scene, cue: int, floor: int = -1) -> Ruling | None:
    """Whether the verb says that nobody spoke, or that somebody may."""
    calling = scene.tokens.items[cue].low in scene.lexicon.calling
    if scene.classes[cue] not in SPOKEN and not calling:
        return None
    after = scene.tokens.items[cue + 1].low if cue + 1 < len(scene.tokens.items) else ""
    if floor < 0 and after in scene.lexicon.silent and scene.classes[cue] in REPORTING:
        return Ruling(DENIED)  # "said nothing about the “…”"
    finite = scene.classes[cue] != "cue-gerund" or scene.tokens.items[cue].low in scene.lexicon.bare
    if finite and is_negated(scene, cue, floor):
        return Ruling(DENIED)
    return Ruling(SUPPOSED) if is_supposed(scene, cue, floor) else None


def _inverted(scene: Scene, speech: Speech, cue: int) -> Ruling | None:
    """People right after the verb, unnamed or nobody known: "“…,” shouted somebody at Bo Lund"."""
    items, mentions, classes = scene.tokens.items, scene.cast.mentions, scene.classes
    if items[cue - 1].low in scene.lexicon.indefinite:
        return Ruling(CROWD)
    if classes[cue] not in ("cue-say", "cue-speak"):
        return None
    if any(one not in (",", "aux", "adv") for one in classes[speech.last + 1 : cue]):
        return None
    one = (
        cue + 2 < len(items) and classes[cue + 1] == "det" and classes[cue + 2] in (",", ".")
    )  # "asked one."
    if one or (cue + 1 < len(items) and items[cue + 1].low in scene.lexicon.indefinite):
        return Ruling(CROWD)
    number = scene.mention_at(cue)
    if number < len(mentions) and mentions[number].title == cue + 1:
        if mentions[number].kind == "roles":
            return Ruling(INVERTED, number)
        if mentions[number].possessive and number + 1 < len(mentions):
            return _relative_of(scene, number + 1)
    return None


def _relative_of(scene: Scene, number: int) -> Ruling | None:
    """Whom "said Bo Lund’s brother" means: the brother, by name where it follows."""
    mentions, whose = scene.cast.mentions, scene.cast.mentions[number - 1]
    mention = mentions[number]
    if mention.kind not in UNNAMED or mention.first != whose.last or mention.possessive:
        return None
    named = number + 1 < len(mentions) and mentions[number + 1].kind in NAMED
    if named and scene.classes[mention.last] == "," and mentions[number + 1].title == mention.last + 1:
        return Ruling(INVERTED, number + 1)
    return Ruling(INVERTED, number)


def _breaks(scene: Scene, start: int, end: int) -> bool:
    """Whether another clause starts between two tokens."""
    return any(scene.classes[at] in (",", ";", ":", "dash", "rel", "conj", ".") for at in range(start, end))


# --- a question, and what somebody was told or called: the words of another --------------------------


def _asked(scene: Scene, speech: Speech, cue: int) -> Ruling | None:
    """A question put to somebody: of whoever asked, or of nobody: "Asked by Ida Quist “…”, Lund shrugged"."""
    items, lexicon, classes = scene.tokens.items, scene.lexicon, scene.classes
    if items[cue].low not in lexicon.asking:
        return None
    before = items[cue - 1].low if cue else ""
    if not (cue in scene.tokens.openings or before in lexicon.passive):
        return None
    by = agent(scene, cue + 1)
    rest = classes[scene.cast.mentions[by].last if by >= 0 else cue + 1 : speech.first]
    if len(rest) > PHRASE or any(one in ("conj", "rel", "that", ";") for one in rest) or "," in rest[:-1]:
        return None
    if by < 0 and (speech.ending != "?" or len(rest) > 1):
        return None
    return Ruling(ASKED, by)


def _heard(scene: Scene, speech: Speech, cue: int) -> Ruling | None:
    """Somebody was told: of whom by, if it says, and of nobody else: "“…,” Bo Lund was told by Ida Quist"."""
    items, lexicon = scene.tokens.items, scene.lexicon
    if cue < 1 or items[cue].low not in lexicon.hearing or items[cue - 1].low not in lexicon.being:
        return None
    if (speech.first - cue if cue < speech.first else cue - speech.last) > REACH:
        return None
    return Ruling(ASKED, agent(scene, cue + 1))


def addressee(scene: Scene, speech: Speech) -> int:
    """The mention that is the object of the verb before the words: "she asked Bo Lund, “…?”"; or -1."""
    cue = nearest_cue(scene, speech, -1)
    if cue < 0 or not (
        scene.classes[cue] in ("cue-tell", "cue-claim") or scene.tokens.items[cue].low in scene.lexicon.asking
    ):
        return -1
    return _object(scene, speech, cue)


def addressee_behind(scene: Scene, speech: Speech) -> int:
    """The same of a verb with its subject behind the words: "“…,” she told Bo Lund"; or -1."""
    cue, mentions = nearest_cue(scene, speech, 1), scene.cast.mentions
    number = scene.mention_at(cue)
    if cue < 0 or scene.classes[cue] != "cue-tell" or not 0 < number < len(mentions):
        return -1
    behind = speech.last < mentions[number - 1].first and mentions[number - 1].last == cue
    return number if behind and mentions[number].title == cue + 1 else -1


def _object(scene: Scene, speech: Speech, cue: int) -> int:
    """The mention right behind a verb and before the words, or -1."""
    number, mentions = scene.mention_at(cue), scene.cast.mentions
    follows = (
        number < len(mentions) and mentions[number].title == cue + 1 and mentions[number].first < speech.first
    )
    return number if follows else -1


# --- whose words another reports ---------------------------------------------------------------------


def _without_cue(scene: Scene, speech: Speech) -> Ruling | None:
    """What a noun or another verb before the words settles: "to shouts of “…”", "was praised as “…”"."""
    if _is_inscribed(scene, speech) or (speech.before == ":" and _is_sign(scene, speech.first - 1)):
        return Ruling(SIGN)
    if _is_faced(scene, speech):
        return Ruling(ASKED)
    if _is_term(scene, speech):
        return Ruling(SUPPOSED)
    return (
        _shouted(scene, speech)
        or _attributed(scene, speech)
        or spoken_of(scene, speech)
        or claimed(scene, speech)
        or used_by(scene, speech)
        or according(scene, speech)
    )


def _is_term(scene: Scene, speech: Speech) -> bool:
    """Whether it is a term within a sentence that nobody speaks in: "the “tampon tax” was cut"."""
    items, sentence = scene.tokens.items, scene.tokens.items[speech.first].sentence
    start, end = speech.first, speech.last
    while start > 0 and items[start - 1].sentence == sentence and speech.first - start < SENTENCE:
        start -= 1
    while end + 1 < len(items) and items[end + 1].sentence == sentence and end - speech.last < SENTENCE:
        end += 1
    cued = any(one.startswith(("cue", "according")) for one in scene.classes[start : end + 1])
    within = speech.before in ("det", "low", "prep", "cap", "verb") and speech.after not in ("end", ",", ".")
    return within and not cued and not speech.capital and speech.ending == "-" and speech.count <= TERM


def _attributed(scene: Scene, speech: Speech) -> Ruling | None:
    """Words only said to be somebody's: "“…” is often attributed to Bo Lund"."""
    classes, after = scene.classes, speech.last + 1
    while after < len(classes) and classes[after] in ("aux", "adv", "low"):
        if scene.tokens.items[after].low in scene.lexicon.attributing:
            break
        after += 1
    told = after < len(classes) and after - speech.last <= PHRASE
    return Ruling(SUPPOSED) if told and scene.tokens.items[after].low in scene.lexicon.attributing else None


def _is_faced(scene: Scene, speech: Speech) -> bool:
    """Whether somebody met a question: "Bo Lund faced the question: “…?”"."""
    items, at = scene.tokens.items, speech.first - 2
    return (
        speech.ending == "?" and speech.before == ":" and at >= 0 and items[at].low in scene.lexicon.questions
    )


def _shouted(scene: Scene, speech: Speech) -> Ruling | None:
    """Words of a crowd, or of somebody: "to chants of “…” and “…”", "somebody had written “…”"."""
    items, classes = scene.tokens.items, scene.classes
    sentence = items[speech.first].sentence
    near = items[max(0, speech.first - PHRASE) : speech.first]
    if any(token.low in scene.lexicon.indefinite and token.sentence == sentence for token in near):
        return Ruling(CROWD)
    at = speech.first - 1
    while at > 0 and classes[at] in ("conj", ",", "speech"):
        at -= 1
    cried = at > 0 and f"{items[at - 1].low}_{items[at].low}" in scene.lexicon.outcries
    return Ruling(CROWD) if cried and items[at].sentence == items[speech.first].sentence else None


def _embedded(scene: Scene, speech: Speech, cue: int) -> Ruling | None:
    """Words that another reports of somebody: "Quist quoted Bo Lund as saying “…”", "heard Lund say “…”"."""
    items, classes, mentions, lexicon = scene.tokens.items, scene.classes, scene.cast.mentions, scene.lexicon
    if items[cue].low in lexicon.quoting:
        return _quoted(scene, speech, cue)
    if speech.first - cue > PHRASE or not (classes[cue] == "cue-gerund" or items[cue].low in lexicon.bare):
        return None
    at = cue - 1
    if at > 0 and classes[at] == "prep":
        at -= 1
    number = scene.mention_at(at + 1) - 1
    whole = number >= 0 and mentions[number].last == at + 1 and not mentions[number].possessive
    start = mentions[number].title if whole else at
    governor = items[start - 1].low if start else ""
    if governor in lexicon.accusing:
        return Ruling(SUPPOSED)
    if governor not in lexicon.quoting:
        return None
    return Ruling(TOLD, number if whole and _is_known(scene, mentions[number]) else -1)


def _quoted(scene: Scene, speech: Speech, cue: int) -> Ruling | None:
    """Words of whom a colon follows: "Ida Quist quoted Bo Lund: “…”"."""
    number, mentions = scene.mention_at(cue), scene.cast.mentions
    if number == len(mentions) or mentions[number].title != cue + 1 or not _is_known(scene, mentions[number]):
        return None
    leads = mentions[number].last == speech.first - 1 and speech.before == ":"
    return Ruling(TOLD, number) if leads else None


def _is_known(scene: Scene, mention: Mention) -> bool:
    """Whether a mention is of somebody with a name."""
    return mention.entity >= 0 and (mention.kind in NAMED or scene.cast.entities[mention.entity].is_person)


def _relative(scene: Scene, speech: Speech, cue: int) -> Ruling | None:
    """Words of whom a clause with "who" tells: "Quist agreed with Bo Lund, who said “…”"."""
    classes, mentions = scene.classes, scene.cast.mentions
    at = cue - 1
    while at > 0 and classes[at] in ("adv", "aux"):
        at -= 1
    if classes[at] not in ("rel", "that") or speech.first - cue > PHRASE or classes[cue] not in REPORTING:
        return None
    end = at - (classes[at - 1] == ",")
    number = scene.mention_at(end) - 1
    if number < 0 or mentions[number].last != end or mentions[number].title == 0:
        return None
    mention = mentions[number]
    governor = mention.title - 1
    if scene.tokens.items[governor].low in scene.lexicon.playing:
        return Ruling(MADE_UP)
    governed = classes[governor] in ("prep", "verb") or classes[governor].startswith("cue")
    if classes[at] == "that":  # "a post by Bo Lund that said"
        governed = scene.tokens.items[governor].low in scene.lexicon.agents
    apart = scene.tokens.items[governor].low in scene.lexicon.complements and mention.kind not in NAMED
    somebody = mention.kind in NAMED or mention.kind in ("role", "roles")
    inside = scene.around[number].right in ("complement", "describes")
    return Ruling(TOLD, number) if governed and somebody and not inside and not apart else None


def _found(scene: Scene, cue: int) -> Ruling | None:
    """Words in what somebody received: "got a letter that said “…”"."""
    items, classes, lexicon = scene.tokens.items, scene.classes, scene.lexicon
    if classes[cue] != "cue-gerund" and classes[cue - 1] not in ("rel", "that"):
        return None
    written = False
    for at in range(cue - 1, max(-1, cue - 1 - 2 * REACH), -1):
        if items[at].sentence != items[cue].sentence or classes[at] in (";", ":", "speech", "conj"):
            return None
        written = written or items[at].low in lexicon.voices
        if items[at].low in lexicon.receiving:
            return Ruling(FOUND) if written else None
    return None


def _teller(scene: Scene, cue: int, speech: Speech) -> int:
    """The subject of the nearest verb in its own clause: "Quist told us Lund said", "while Lund said"."""
    items, classes, mentions = scene.tokens.items, scene.classes, scene.cast.mentions
    if speech.first - cue > PHRASE or classes[cue] not in REPORTING:
        return -1
    number = scene.mention_at(cue) - 1
    if number < 0:
        return -1
    mention = mentions[number]
    clause = mention.title > 0 and items[mention.title - 1].low in scene.lexicon.conjunctions
    if mention.title and classes[mention.title - 1] == "prep" and not clause:
        return -1
    between = list(classes[mention.last : cue])
    if between[:1] == [","] and mention.title and classes[mention.title - 1] == ",":
        between = between[1:]
    if any(one not in ("aux", "adv") for one in between) or mention.possessive or not is_somebody(mention):
        return -1
    if clause and mention.kind in NAMED:
        return number
    for at in range(mention.title - 1, -1, -1):
        if items[at].sentence != items[cue].sentence or classes[at] == "speech":
            return -1
        if classes[at] in REPORTING:
            return number if _is_clause(scene, at + 1, mention.title) else -1
    return -1


def _is_clause(scene: Scene, start: int, end: int) -> bool:
    """Whether no further clause starts between a verb of speech and the subject of the next one."""
    classes = scene.classes
    return not any(one in ("conj", ";", ".", ":") for one in classes[start:end])


# --- words on a line of their own, or on a thing -----------------------------------------------------


def _is_sign(scene: Scene, at: int) -> bool:
    """Whether a sign speaks by a verb or a colon: "a banner that read", "signs saying", "held up a sign:"."""
    items, lexicon = scene.tokens.items, scene.lexicon
    if items[at].low not in lexicon.displaying and items[at].text != ":":
        return False
    at -= 1
    while at >= 0 and scene.classes[at] in ("rel", "that", "aux", "adv", ",", "conj"):
        at -= 1
    return at >= 0 and items[at].low in lexicon.displays


def _is_inscribed(scene: Scene, speech: Speech) -> bool:
    """Whether the words stand on a thing or are a slogan: "“…” was painted on it", "with “…” tattooed"."""
    items, classes, lexicon = scene.tokens.items, scene.classes, scene.lexicon
    after, before = speech.last + 1, speech.first - 1
    while after < len(items) and classes[after] in ("aux", "adv"):
        after += 1
    if after < len(items) and items[after].low in lexicon.inscribed:
        return items[after].sentence == items[speech.last].sentence
    if before > 0 and classes[before] in (",", ":", "det", "prep", "dash"):
        before -= 1
    led = before >= 0 and items[before].low in lexicon.inscribed | lexicon.slogans
    return led and items[before].sentence == items[speech.first].sentence


def _signature(scene: Scene, at: int) -> int:
    """Whom a line names that starts at a token and only signs: "— Bo Lund, baker", "Bo Lund, Hull"; or -1."""
    items, classes, mentions = scene.tokens.items, scene.classes, scene.cast.mentions
    dash = at < len(items) and classes[at] == "dash"
    number = scene.mention_at(at)
    if number == len(mentions) or mentions[number].title != at + dash or mentions[number].kind not in NAMED:
        return -1
    end, last = at, mentions[number].last
    while end < len(items) and items[end].line == items[at].line and end - at <= SIGNATURE:
        if not dash and (classes[end] in ("speech", ".", ":") or classes[end].startswith("cue")):
            return -1
        end += 1
    alone = last >= end or classes[last] in (",", "(", "dash")
    return number if alone and (dash or end - at <= SIGNATURE) else -1


def _signed(scene: Scene, speech: Speech) -> Ruling | None:
    """A paragraph of speech alone: of whoever signs it below; of nobody below another's signature."""
    items, classes = scene.tokens.items, scene.classes
    if speech.before != "start" or speech.after != "end":
        return None
    below, above = speech.last + 1, speech.first - 1
    while above > 0 and items[above - 1].line == items[above].line:
        above -= 1
    under = below < len(items) and items[below].line == speech.last_line + 1
    signature = _signature(scene, below) if under else -1
    if signature >= 0 and classes[below] == "dash":
        return Ruling(SIGNED, signature)
    over = above >= 0 and _signature(scene, above) >= 0
    return Ruling(SIGNED) if over and (signature >= 0 or classes[above] == "dash") else None


def _is_label(scene: Scene, speech: Speech) -> bool:
    """Whether the line is a link to another article: "Read more: “…”"."""
    items = scene.tokens.items
    at = speech.first
    while at > 0 and items[at - 1].line == speech.line and speech.first - at <= PHRASE:
        at -= 1
    if at == speech.first or (at and items[at - 1].line == speech.line):
        return False
    lead = [item.low for item in items[at : speech.first] if item.text[0].isalpha()]
    pointed = items[speech.first - 1].text in (":", "|", ">", "–", "—", "»")
    return pointed and "_".join(lead) in scene.lexicon.links


def _is_linked(scene: Scene, speech: Speech) -> bool:
    """Whether the words open a link, with no space behind its colon: "‘Still in shock’:Nurse wins again"."""
    items, colon = scene.tokens.items, speech.last + 1
    if speech.before != "start" or speech.after != ":" or colon + 1 >= len(items):
        return False
    return items[colon + 1].start == items[colon].end and items[colon + 1].text[0].isupper()


def _is_verse(scene: Scene, speech: Speech) -> bool:
    """Whether short lines follow one another within one pair of marks, or are parted by strokes."""
    runs = [scene.tokens.items[at] for at in scene.tokens.runs[speech.number]]
    text = scene.tokens.text
    if len(runs) == 1:
        parts = text[runs[0].start : runs[0].end].split(" / ")
        return len(parts) > 1 and all(1 < len(part.split()) <= VERSE_WORDS for part in parts)
    return all(len(text[run.start : run.end].split()) <= VERSE_WORDS for run in runs) and all(
        text[run.start - 1] == "\n" for run in runs[1:]
    )
