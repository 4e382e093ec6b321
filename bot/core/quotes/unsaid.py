"""Words that nobody said, or not for real: denied, supposed, faked, a character's in a film or a song."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.quotes.scene import Scene, Speech

NEAR = 3  # words before a verb in which "never", "would have" or "if he" stand
REACH = 8  # words between a reporting verb and the words it reports
PHRASE = 4  # words within "the doctored clip of", "not in Lund’s words"
BREAKS = (",", ";", ":", "conj", "rel", "that", "speech")  # where another clause starts
MODIFIERS = ("det", "low", "adv", "cap", "verb")
SHOWN = ("full", "short", "single", "he", "she")


def subject(scene: Scene, cue: int) -> tuple[int, int]:
    """Where the subject right before a verb starts, and its last mention or -1: "Lund and Quist said"."""
    items, mentions, classes = scene.tokens.items, scene.cast.mentions, scene.classes
    at = cue - 1
    while at > 0 and (
        classes[at] in ("adv", "aux", "neg", "rel") or items[at].low in scene.lexicon.infinitive
    ):
        at -= 1
    number = scene.mention_at(at + 1) - 1
    if number < 0 or mentions[number].last != at + 1 or mentions[number].possessive:
        return at + 1, -1
    start, first = mentions[number].title, number
    while first > 0 and start > 0 and classes[start - 1] == "conj" and mentions[first - 1].last == start - 1:
        first -= 1
        start = mentions[first].title
    return start, number


def is_denied(scene: Scene, speech: Speech, before: int) -> bool:
    """Whether the sentence says that these words were not said."""
    items, lexicon = scene.tokens.items, scene.lexicon
    if before >= 0 and speech.first - before <= REACH and _denies(scene, before, speech.first):
        return True
    if _is_disowned(scene, speech) or _is_retracted(scene, speech):
        return True
    return any(
        items[at].low in lexicon.attributing and {items[at].low, items[at - 1].low} & lexicon.falsely
        for at in _around(scene, speech)
    )


def _is_retracted(scene: Scene, speech: Speech) -> bool:
    """Whether a correction tells of the words: "an earlier version quoted Bo Lund as saying “…”"."""
    at = speech.first - 1
    low = max(0, at - 4 * REACH)
    while at > low and scene.tokens.items[at].sentence == scene.tokens.items[speech.first].sentence:
        if _pair(scene, at) in scene.lexicon.retracted:
            return True
        at -= 1
    return False


def _around(scene: Scene, speech: Speech) -> Iterator[int]:
    """The tokens near an utterance in its own sentence, up to other speech."""
    items = scene.tokens.items
    for start, step in ((speech.first, -1), (speech.last, 1)):
        for at in range(start + step, start + step * (REACH + 1), step):
            if not 0 <= at < len(items) or items[at].sentence != items[start].sentence:
                break
            if scene.classes[at] == "speech":
                break
            yield at


def is_no(scene: Scene, at: int) -> bool:
    """Whether a word denies the verb beside it."""
    low = scene.tokens.items[at].low
    return scene.classes[at] == "neg" or low.endswith("n't") or low in scene.lexicon.negating


def is_negated(scene: Scene, cue: int, floor: int = -1) -> bool:
    """Whether "never" or "did not" governs a verb; "not only" denies nothing."""
    items, classes, lexicon = scene.tokens.items, scene.classes, scene.lexicon
    between = lexicon.degrees | lexicon.infinitive
    at, last = cue - 1, max(floor, cue - 1 - NEAR)
    while at > last and items[at].sentence == items[cue].sentence:
        if items[at].low in lexicon.claims.indeed:
            return False
        if is_no(scene, at):
            return True
        opened = _aside(scene, at)
        if opened < at:
            last = max(floor, opened - 1 - NEAR)  # "has not, to date, said"
        elif classes[at] not in ("adv", "aux") and items[at].low not in between:
            break
        at = opened - 1
    return _is_no_behind(scene, cue) or _is_turned(scene, cue, floor) or _is_of_nobody(scene, cue)


def _aside(scene: Scene, at: int) -> int:
    """The comma that opens an aside which one at a token closes; the token itself without any."""
    if scene.classes[at] != ",":
        return at
    before = range(at - 2, max(-1, at - 2 - PHRASE), -1)
    return next((place for place in before if scene.classes[place] == ","), at)


def _is_of_nobody(scene: Scene, cue: int) -> bool:
    """Whether the subject that opens the sentence is nobody: "none of them, Bo Lund included, said"."""
    opening = next((at for at in range(cue - 1, -1, -1) if at in scene.tokens.openings), -1)
    return (
        opening >= 0
        and scene.classes[cue - 1] == ","
        and scene.tokens.items[opening].low in scene.lexicon.negating
        and not any(one.startswith("cue") for one in scene.classes[opening + 1 : cue])
    )


def _is_no_behind(scene: Scene, cue: int) -> bool:
    """Whether "nicht" stands behind a verb, or behind its subject there: "sagte Bo Lund nie"."""
    items, mentions, number = scene.tokens.items, scene.cast.mentions, scene.mention_at(cue)
    inverted = number < len(mentions) and mentions[number].title == cue + 1
    at = mentions[number].last if inverted else cue + 1
    if at >= len(items) or items[at].sentence != items[cue].sentence or not is_no(scene, at):
        return False
    ends = (",", ".", ":") if inverted else (",", ":", "speech")
    return at + 1 == len(items) or scene.classes[at + 1] in ends


def _is_turned(scene: Scene, cue: int, floor: int) -> bool:
    """Whether it is denied before the subject: "neither Quist nor Lund said", "at no point did Lund say"."""
    items, classes, lexicon = scene.tokens.items, scene.classes, scene.lexicon
    start, number = subject(scene, cue)
    at = start - 1
    if at <= floor or items[at].sentence != items[cue].sentence:
        return False
    if number >= 0 and items[at].low in lexicon.nor:
        return True
    inverted = number >= 0 and classes[at] in ("aux", "neg")
    bare = items[cue].low in lexicon.bare
    for before in range(cue - 1, max(floor, at - (REACH if bare else NEAR)), -1):
        if items[before].sentence != items[cue].sentence:
            return False
        if items[before].low in lexicon.turns or is_no(scene, before):
            governs = (inverted or bare) and before < start
            return governs or items[before + 1].low in lexicon.moments
        if classes[before] in BREAKS and before < start:
            return False
    return False


def _denies(scene: Scene, cue: int, speech: int) -> bool:
    """Whether "denied" governs the verb: "denied saying", "denied that he had called"."""
    items, classes, lexicon = scene.tokens.items, scene.classes, scene.lexicon
    if items[cue].low in lexicon.denying:
        return any(classes[at] == "that" for at in range(cue + 1, speech))
    for at in range(cue - 1, max(-1, cue - 1 - REACH), -1):
        if items[at].sentence != items[cue].sentence:
            return False
        if items[at].low in lexicon.denying or _pair(scene, at) in lexicon.denying:
            return True
        if items[at].low in lexicon.falsely and (at + 1 < cue or items[cue].low in lexicon.quoting):
            return True
        if lexicon.capital_nouns and classes[at] == "," and cue - at <= 2:
            continue  # "bestritt am Montag, gesagt zu haben"
        if classes[at] in (",", ";", ":", "dash", "conj", "speech") and items[at].low not in lexicon.reported:
            return False
    return False


def _pair(scene: Scene, at: int) -> str:
    """A word and the one after it, joined."""
    items = scene.tokens.items
    return f"{items[at].low}_{items[at + 1].low}" if at + 1 < len(items) else ""


def _is_disowned(scene: Scene, speech: Speech) -> bool:
    """Whether the words are said to be nobody's: "“…” is not what Lund said", "never Lund’s words"."""
    items, classes, lexicon = scene.tokens.items, scene.classes, scene.lexicon
    end = min(len(items), speech.last + 1 + 2 * REACH)
    at = speech.last + 1
    while at < end and classes[at] in ("aux", "adv", "dash", "pron", "det", "that", ",", "rel"):
        at += 1
    if at >= end or (not is_no(scene, at) and not is_no(scene, at - 1)):
        return False
    for ahead in range(at, end):
        if classes[ahead] in ("speech", ";", "conj") or items[ahead].line != speech.last_line:
            return False
        if items[ahead].low in lexicon.wording or _pair(scene, ahead) in lexicon.wording:
            return True
    return False


def is_supposed(scene: Scene, cue: int, floor: int = -1) -> bool:
    """Whether nobody said it yet: "would have said", "if he says", "as if to say", "did he say"."""
    items, classes, lexicon = scene.tokens.items, scene.classes, scene.lexicon
    for at in range(cue - 1, max(floor, cue - 2 - NEAR), -1):
        low = items[at].low
        if items[at].sentence != items[cue].sentence:
            break
        if low in lexicon.accusing and any(token.low in lexicon.complements for token in items[at + 1 : cue]):
            return True  # "accused him of having said"
        if low in lexicon.supposing or (_pair(scene, at) in lexicon.supposing and at + 1 < cue):
            return True
        if classes[at] in (",", ";", ":", "speech", "rel") or classes[at].startswith("cue"):
            break
    if items[cue - 1].low in lexicon.being and items[min(cue + 1, len(items) - 1)].low in lexicon.infinitive:
        return True  # "was said to be"
    start, number = subject(scene, cue)
    verb = start - 1
    if number < 0 or verb <= floor:
        return False
    asks = classes[verb] == "aux" and verb in scene.tokens.openings
    wished = items[cue].low in lexicon.bare and items[verb].low in lexicon.wishing
    return asks or wished or _is_rumoured(scene, verb)


def _is_rumoured(scene: Scene, at: int) -> bool:
    """Whether a claim is told of that ends at a token: "reports that", "dismissed claims"."""
    items, lexicon = scene.tokens.items, scene.lexicon
    if scene.classes[at] == "that":
        return at > 0 and items[at - 1].low in lexicon.rumours
    return at > 0 and items[at].low in lexicon.rumours and items[at - 1].low in lexicon.dismissing


# --- faked, or of a character -------------------------------------------------------------------------


def is_made_up(scene: Scene, speech: Speech, cue: int) -> bool:
    """Whether a fake, or a novel, a film or a song holds the words: "a fake video in which Lund says “…”"."""
    items, lexicon = scene.tokens.items, scene.lexicon
    if cue >= 0 and items[cue].low in lexicon.performing:
        return True
    who = _speaking(scene, cue) if cue >= 0 else -1
    after = speech.last + 1
    while after < len(items) and scene.classes[after] in ("aux", "adv"):
        after += 1
    if speech.last + 1 < after < len(items) and items[after].low in lexicon.faked:
        return True  # "“…” is fake"
    opened = _aside(scene, cue - 1) if cue > 0 else -1
    if (who >= 0 and _is_played(scene, who)) or (
        0 <= opened < cue - 1 and items[opened + 1].low in lexicon.playing
    ):
        return True
    at = speech.first - 1
    while at >= 0 and items[at].sentence == items[speech.first].sentence:
        if _is_work(scene, at) and (_opens_with(scene, at, who, cue) or _shows(scene, at, who)):
            return True
        at -= 1
    return cue >= 0 and any(
        _is_work(scene, at) and _is_setting(scene, at, cue)
        for at in range(cue + 1, min(len(items), cue + 2 + REACH))
    )


def _speaking(scene: Scene, cue: int) -> int:
    """The mention that is the subject of a verb, before it or right after it; or -1."""
    number = subject(scene, cue)[1]
    if number >= 0:
        return number
    mentions, after = scene.cast.mentions, scene.mention_at(cue)
    return after if after < len(mentions) and mentions[after].title <= cue + 2 else -1


def _is_played(scene: Scene, who: int) -> bool:
    """Whether a speaker is a fake or a character: "an AI-generated Lund", "an actor playing Lund"."""
    items, lexicon, mention = scene.tokens.items, scene.lexicon, scene.cast.mentions[who]
    lead = range(max(0, mention.title - 1), mention.last)
    if any(items[at].low in lexicon.faked | lexicon.characters for at in lead):
        return True
    before = mention.title - 1
    return before > 0 and bool({items[before].low, _pair(scene, before - 1)} & lexicon.playing)


def _is_work(scene: Scene, at: int) -> bool:
    """Whether a word tells of a fake ("are false" tells of none), or of a work with characters."""
    token = scene.tokens.items[at]
    if token.capital and at not in scene.tokens.openings and not scene.lexicon.capital_nouns:
        return False
    if token.low in scene.lexicon.fiction:
        return True
    before, after = (scene.classes[one] if 0 <= one < len(scene.classes) else "" for one in (at - 1, at + 1))
    ends = before in ("low", "aux") and after == ","
    return token.low in scene.lexicon.faked and (
        ends or after.startswith(("low", "cap", "verb", "ing", "cue"))
    )


def _leads(scene: Scene, at: int) -> int:
    """The word before "the doctored clip", from one of its words."""
    before = at - 1
    while (
        before > 0 and at - before <= PHRASE and scene.classes[before] in ("det", "low", "adv", "cap", "verb")
    ):
        before -= 1
    return before


def _opens_with(scene: Scene, at: int, who: int, cue: int) -> bool:
    """Whether the sentence opens with "in the novel" and then comes its speaker."""
    items, classes = scene.tokens.items, scene.classes
    before, end = _leads(scene, at), at + 1
    while end < len(items) and end - at <= PHRASE and classes[end] != "," and end != cue:
        end += 1
    opening = next(place for place in range(at, -1, -1) if place in scene.tokens.openings)
    direct = before == opening or (end == at + 1 and items[at].low in scene.lexicon.faked)
    opens = direct and items[opening].low in scene.lexicon.settings
    start = scene.cast.mentions[who].title if who >= 0 else 0
    led = start == end + 1 or (start == end + 2 and classes[end + 1] == "det")
    return opens and (who < 0 or end == cue or led)


def _shows(scene: Scene, at: int, who: int) -> bool:
    """Whether a work shows whoever is named next as its speaker: "a forged letter attributed to Lund"."""
    items, mentions = scene.tokens.items, scene.cast.mentions
    ahead = items[at + 1 : at + 1 + PHRASE]
    if not any(token.low in scene.lexicon.portraying for token in ahead):
        return False
    following = range(scene.mention_at(at + 1), len(mentions))
    shown = next((number for number in following if mentions[number].kind in SHOWN), -1)
    return who < 0 or who == shown or mentions[who].title <= at


def _is_setting(scene: Scene, at: int, cue: int) -> bool:
    """Whether "in the" leads to a work right after a verb or its subject: "Lund says in the film"."""
    mentions, number, before = scene.cast.mentions, scene.mention_at(cue), _leads(scene, at)
    if scene.tokens.items[before].low not in scene.lexicon.settings:
        return False
    follows = number < len(mentions) and mentions[number].title == cue + 1 and mentions[number].last == before
    return before == cue + 1 or follows
