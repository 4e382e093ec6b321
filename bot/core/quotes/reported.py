"""Whose words an utterance holds that are not the nearest name’s: of a claim, a source, a relative."""

from __future__ import annotations

from bot.core.quotes.rulings import ASKED, CROWD, INVERTED, NAMED, REPORTING, SENTENCE, TOLD, Ruling, agent
from bot.core.quotes.scene import UNNAMED, Scene, Speech
from bot.core.quotes.unsaid import REACH
from bot.core.reading.names import is_possessive

ANSWER = 300  # tokens of an answer in which its quotes are looked at
MODIFIERS = 4  # words between a possessor and its noun: "the firm’s new managing director"


def spoken_of(scene: Scene, speech: Speech) -> Ruling | None:
    """Somebody was spoken of in these words, which are another's: "was praised by Bo Lund as “…”"."""
    items, classes, lexicon = scene.tokens.items, scene.classes, scene.lexicon
    for at in range(speech.first - 1, max(0, speech.first - 1 - REACH), -1):
        if items[at].sentence != items[speech.first].sentence or classes[at] in (";", ":", "speech", "conj"):
            return None
        if items[at].low in lexicon.spoken_of:
            before = at - 1
            while before > 0 and (classes[before] == "adv" or items[before].low.endswith("ly")):
                before -= 1
            if items[before].low not in lexicon.being:
                return None
            within = (agent(scene, by) for by in range(at + 1, speech.first))
            return Ruling(ASKED, max([*within, agent(scene, speech.last + 1)], default=-1))
        if classes[at].startswith("cue"):
            return None
    return None


def claimed(scene: Scene, speech: Speech) -> Ruling | None:
    """Words of whoever the claim is of: "echoed Bo Lund’s claim that “…”"."""
    items, classes, mentions = scene.tokens.items, scene.classes, scene.cast.mentions
    for at in range(speech.first - 1, max(0, speech.first - 1 - 2 * REACH), -1):
        claim = items[at].low in scene.lexicon.claiming
        ends = classes[at].startswith(("cue", "speech", "conj")) and not claim
        if ends or items[at].sentence != items[speech.first].sentence:
            return None
        if not claim:
            continue
        of = agent(scene, at + 1)
        if of >= 0 and mentions[of].kind in NAMED and not mentions[of].possessive:
            rest = classes[mentions[of].last : speech.first]
            return Ruling(TOLD, of) if "that" in rest or "," in rest else None
        if classes[at + 1] == "that" and speech.first - at <= 1 + REACH:
            number = scene.mention_at(at) - 1
            whose = number >= 0 and mentions[number].possessive and at - mentions[number].last <= 1
            return Ruling(TOLD, number) if whose and mentions[number].kind in NAMED else None
    return None


def used_by(scene: Scene, speech: Speech) -> Ruling | None:
    """Words that another used: "the words “…”, coined by Bo Lund"."""
    items, classes = scene.tokens.items, scene.classes
    at = speech.last + 1
    while at < len(items) and classes[at] in (",", "aux", "adv"):
        at += 1
    if at + 1 >= len(items) or items[at].low not in scene.lexicon.made:
        return None
    if items[at].sentence != items[speech.last].sentence or items[at + 1].low not in scene.lexicon.agents:
        return None
    by = agent(scene, at + 1)
    return Ruling(ASKED, by if by >= 0 else _apposition_after(scene, at + 2))


def _apposition_after(scene: Scene, at: int) -> int:
    """The name between commas behind a noun without one: "his predecessor, Bo Lund"; or -1."""
    mentions, number = scene.cast.mentions, scene.mention_at(at)
    if number == len(mentions) or mentions[number].kind not in NAMED:
        return -1
    start = mentions[number].title
    led = at < start and scene.classes[start - 1] == "," and start - at <= 2 * MODIFIERS
    return number if led and "," not in scene.classes[at : start - 1] else -1


def according(scene: Scene, speech: Speech) -> Ruling | None:
    """Words with no other verb of speech than "according to" somebody or something."""
    if speech.cue_before not in ("", "according"):
        return None
    at = _according(scene, speech)
    if at < 0:
        return None
    mentions, number = scene.cast.mentions, scene.mention_at(at + 2)
    if number == len(mentions) or mentions[number].kind not in (*NAMED, *UNNAMED):
        return None
    if mentions[number].title != at + 2:
        apposed = _apposition_after(scene, at + 2)
        return Ruling(INVERTED, apposed) if apposed >= 0 else None
    if mentions[number].possessive or mentions[number].kind in ("single", "noun"):
        return None
    inside = mentions[number + 1 : scene.mention_at(mentions[number].last)]
    return None if any(one.kind in NAMED for one in inside) else Ruling(INVERTED, number)


def _according(scene: Scene, speech: Speech) -> int:
    """Where "according" stands in the sentence of an utterance, with no verb of speech between; or -1."""
    items, classes = scene.tokens.items, scene.classes
    for start, step in ((speech.last, 1), (speech.first, -1)):
        at = start + step
        while 0 <= at < len(items) and items[at].sentence == items[start].sentence:
            if classes[at] == "according":
                return at
            if classes[at] == "speech" or classes[at].startswith("cue") or abs(at - start) > 2 * REACH:
                break
            at += step
    return -1


def apposed(scene: Scene, cue: int) -> Ruling | None:
    """The name set off by commas right before a verb: "Lund’s wife, Ida, said" is Ida.

    "A lawyer for Lund’s wife, Ida, said" may be either: nobody is named.
    """
    items, classes, mentions, lexicon = scene.tokens.items, scene.classes, scene.cast.mentions, scene.lexicon
    if classes[cue] not in REPORTING or lexicon.capital_nouns:
        return None
    end = cue
    while end > 0 and classes[end - 1] in ("aux", "adv"):
        end -= 1
    number = scene.mention_at(end - 1) - 1
    if classes[end - 1] != "," or number < 0 or mentions[number].last != end - 1:
        return None
    start = mentions[number].title
    if mentions[number].kind not in NAMED or start < 3 or classes[start - 1] != ",":
        return None
    at = start - 2
    if not items[at].text.islower() or lexicon.classes.get(items[at].low):
        return None
    while start - at <= MODIFIERS + 2 and (
        items[at - 1].text.islower() and classes[at - 1] in ("low", "ing")
    ):
        at -= 1
    if not (is_possessive(items[at - 1]) or items[at - 1].low in lexicon.possessives):
        return None
    whose = scene.mention_at(at) - 1
    first = mentions[whose].title if whose >= 0 and mentions[whose].last == at else at - 1
    served = first > 1 and items[first - 1].low in lexicon.complements
    return Ruling(TOLD) if served else Ruling(INVERTED, number)


def of_whose(scene: Scene, cue: int) -> Ruling | None:
    """Words of somebody’s own: "Quist, whose deputy Bo Lund added"."""
    number, at = scene.mention_at(cue) - 1, cue
    while at > 0 and scene.classes[at - 1] in ("aux", "adv"):
        at -= 1
    mention = scene.cast.mentions[number] if number >= 0 else None
    if mention is None or mention.last != at or mention.kind not in NAMED or mention.title == 0:
        return None
    before = scene.tokens.items[mention.title - 1].low
    return Ruling(TOLD, number) if before in scene.lexicon.whose else None


def told_by_somebody(scene: Scene, speech: Speech) -> Ruling | None:
    """Words within what somebody tells without marks, or of a handle: nobody is sure of them.

    "Bo Lund: We met there and he was like, “…”", "@ida: “…”", "Q: …" and "A: …".
    """
    items, first = scene.tokens.items, speech.first
    while first > 0 and items[first - 1].line == speech.line and speech.first - first < ANSWER:
        first -= 1
    if first == speech.first:
        return None
    if speech.before == ":" and items[speech.first - 2].text.startswith("@"):
        return Ruling(TOLD)
    turn = items[first].low in scene.lexicon.answers | scene.lexicon.interviews
    if turn and scene.classes[first + 1] == ":" and scene.guest is not None:
        answer = items[first].low in scene.lexicon.answers and speech.first == first + 2
        return Ruling(TOLD, scene.guest if answer else -1)
    number = scene.mention_at(_opening(scene, speech.first))
    teller = scene.cast.mentions[number] if number < len(scene.starts) else None
    if teller is None or teller.kind not in NAMED or scene.classes[teller.last : teller.last + 1] != (":",):
        return None
    within = items[teller.last + 1 : min(speech.first, teller.last + SENTENCE)]
    ours = any(scene.lexicon.pronouns.get(token.low) in ("i", "we") for token in within)
    return Ruling(TOLD) if ours else None


def _opening(scene: Scene, at: int) -> int:
    """Where the sentence of a token starts, or as far before it as one is looked at."""
    back = range(at, max(-1, at - SENTENCE), -1)
    return next((place for place in back if place in scene.tokens.openings), back[-1])


def read_out(scene: Scene, speech: Speech) -> Ruling | None:
    """Words that somebody reads out for another: "read a statement on behalf of Bo Lund: “…”"."""
    items, lexicon = scene.tokens.items, scene.lexicon
    sentence = items[speech.first].sentence
    at = speech.first - 1
    if speech.before != ":":
        return None
    low = max(0, at - SENTENCE)
    while at >= low and items[at].sentence == sentence and items[at].low not in lexicon.reading_out:
        if scene.classes[at].startswith(("cue", "speech")):
            return None
        at -= 1
    if at < low or items[at].sentence != sentence:
        return None
    author = next((one for one in range(at + 1, speech.first) if items[one].low in lexicon.authors), -1)
    if author < 0:
        return None
    if author == at + 1 and any(token.low in lexicon.voices for token in items[author : speech.first]):
        return None  # "read from a statement"
    number = scene.mention_at(author + 1)
    named = number < len(scene.starts) and scene.cast.mentions[number].kind in NAMED
    if named and scene.cast.mentions[number].title == author + 1:
        return Ruling(TOLD, number)
    apposed = _apposition_after(scene, author + 1)
    while apposed < 0 and author + 1 < speech.first and items[author + 1].low in (*lexicon.authors, "the"):
        author += 1
        apposed = _apposition_after(scene, author + 1)
    return Ruling(TOLD, apposed)


def led(scene: Scene, speech: Speech, cue: int) -> Ruling | None:
    """Words that a colon follows of the subject right before the verb, or set off by commas.

    "…, before Bo Lund cut in: “…”", "His wife Ida, beside him, whispered: “…”".
    """
    items, classes, mentions = scene.tokens.items, scene.classes, scene.cast.mentions
    if cue != speech.first - 2 or speech.before != ":" or classes[cue] not in REPORTING:
        return None
    number, at = scene.mention_at(cue) - 1, cue
    while at > 0 and classes[at - 1] in ("aux", "adv"):
        at -= 1
    if number >= 0 and mentions[number].last == at and mentions[number].kind in NAMED:
        before = items[mentions[number].title - 1].low if mentions[number].title else ""
        return Ruling(TOLD, number) if before in scene.lexicon.temporal else None
    opening = _opening(scene, cue)
    lead = opening
    while items[lead].low in scene.lexicon.possessives or items[lead].low in scene.lexicon.kin:
        lead += 1
    first = scene.mention_at(opening)
    if lead == opening or classes[at - 1] != "," or first == len(mentions):
        return None
    subject = mentions[first]
    opens = subject.kind in NAMED and subject.first == lead and classes[subject.last] == ","
    return Ruling(TOLD, first) if opens and not subject.possessive else None


def of_a_paper(scene: Scene, speech: Speech, cue: int) -> Ruling | None:
    """Words of what an article leads to right behind a verb: "“…”, said The Times."."""
    items, classes, number = scene.tokens.items, scene.classes, scene.mention_at(cue)
    if classes[cue] not in ("cue-say", "cue-speak") or number == len(scene.starts):
        return None
    if any(one not in (",", "aux", "adv") for one in classes[speech.last + 1 : cue]):
        return None
    mention = scene.cast.mentions[number]
    led = mention.first == cue + 2 and items[cue + 1].low in scene.lexicon.definite
    ends = mention.last >= len(items) or classes[mention.last] in (",", ".", ";")
    thing = mention.kind in ("single", "organisation") and not mention.possessive
    return Ruling(INVERTED, number) if led and ends and thing else None


def of_another(scene: Scene, cue: int) -> Ruling | None:
    """Words of one of several who stay unnamed: "another said"."""
    items, classes = scene.tokens.items, scene.classes
    if classes[cue] not in REPORTING:
        return None
    at = cue - 1
    while at > 0 and classes[at] in ("aux", "adv"):
        at -= 1
    before = at < 1 or at in scene.tokens.openings or classes[at - 1] in (",", "conj", "speech", ";")
    if at >= 0 and before and items[at].low in scene.lexicon.unnamed:
        return Ruling(CROWD)
    after = cue + 1
    ends = after + 1 >= len(items) or classes[after + 1] in (",", ".", ":")
    unnamed = after < len(items) and items[after].low in scene.lexicon.unnamed
    return Ruling(CROWD) if ends and unnamed else None


def with_somebody(scene: Scene, cue: int) -> Ruling | None:
    """Whose words an aside brings: "…, with Bo Lund calling it “…”"."""
    items = scene.tokens.items
    if scene.classes[cue] != "cue-gerund":
        return None
    for number, mention in enumerate(scene.cast.mentions):
        if mention.last == cue and mention.kind in NAMED and mention.first > 0:
            return Ruling(INVERTED, number) if items[mention.first - 1].low == "with" else None
    return None
