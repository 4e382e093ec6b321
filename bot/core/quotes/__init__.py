"""The quote engine: every utterance of an article, and who said it, or nobody where it is not sure."""

from __future__ import annotations

from bot.core.quotes.clauses import ruling
from bot.core.quotes.marks import utterances
from bot.core.quotes.mentions import Mention
from bot.core.quotes.rulings import REPORTING, UNSPOKEN
from bot.core.quotes.scene import Scene, Speech, scene
from bot.core.quotes.speaker import Attribution, Attributor
from bot.core.reading.lexicon import Lexicon
from bot.core.reading.names import is_possessive
from bot.core.reading.tokens import Token, Utterance, bare
from bot.model import Article, Evidence, Quote, QuoteKind, Span

MOST_ATTRIBUTED = 2000  # utterances: a text with more of them is no article, and nobody is named in it


def find_quotes(article: Article, lexicon: Lexicon) -> tuple[Quote, ...]:
    """The utterances of an article in text order, each with its speaker where the text supports one."""
    found = utterances(article.text, lexicon)
    if len(found) > MOST_ATTRIBUTED:
        return tuple(Quote(article, spans, QuoteKind.QUOTE) for spans in found)
    if not found:
        return ()
    if not lexicon.names_speakers:
        layout = scene(article.text, found, lexicon)
        return tuple(
            Quote(article, spans, kind_of(layout, speech))
            for spans, speech in zip(found, layout.speeches, strict=True)
        )
    layout = scene(article.text, found, lexicon)
    attributions = Attributor(layout, lexicon.weights).run()
    return tuple(
        _quote(article, spans, layout, number, attribution, lexicon.weights.threshold)
        for number, (spans, attribution) in enumerate(zip(found, attributions, strict=True))
    )


def _quote(
    article: Article,
    spans: Utterance,
    layout: Scene,
    number: int,
    attribution: Attribution | None,
    threshold: float,
) -> Quote:
    unspoken = attribution is not None and attribution.rule in UNSPOKEN
    kind = QuoteKind.NOT_SPEECH if unspoken else _kind_of(layout, layout.speeches[number])
    if kind is QuoteKind.NOT_SPEECH or attribution is None:
        told = Evidence(attribution.rule, 1.0) if attribution and unspoken else None
        return Quote(article, spans, kind, evidence=told)
    evidence = Evidence(attribution.rule, attribution.confidence, _cue(layout, attribution))
    if attribution.entity < 0 or attribution.confidence < threshold:
        return Quote(article, spans, kind, evidence=evidence)
    first, *others = together(layout, attribution)
    entity = layout.cast.entities[first]
    thing = entity.kind == "voice" and entity.words[0] in layout.lexicon.displays  # "a sign in the hall said"
    if thing or (not entity.is_person and _is_office_alone(entity.name, layout.lexicon)):
        return Quote(article, spans, kind, evidence=evidence)
    role = role_of(layout, first)
    names = [layout.cast.entities[entity].name for entity in (first, *others)]
    return Quote(article, spans, kind, names[0], role, evidence, tuple(names[1:]))


def _is_office_alone(name: str, lexicon: Lexicon) -> bool:
    """Whether a speaker's name is an office and no name: "British Prime Minister"."""
    lows = [word.lower() for word in name.split()]
    return (
        name[:1].isupper()
        and lows[-1] in lexicon.titles
        and all(low in lexicon.titles or low in lexicon.peoples or low in lexicon.places for low in lows)
    )


PERSONS = ("full", "short", "single")


def together(layout: Scene, attribution: Attribution) -> list[int]:
    """Whoever speaks by one verb, in order: "Ada Quist and Bo Lund said", "said Ada Quist and Bo Lund"."""
    mentions, at = layout.cast.mentions, attribution.mention
    if at < 0 or mentions[at].kind not in PERSONS or mentions[at].entity != attribution.entity:
        return [attribution.entity]
    start, end = at, at
    while start > 0 and _link(layout, mentions[start - 1], mentions[start]):
        start -= 1
    while end + 1 < len(mentions) and _link(layout, mentions[end], mentions[end + 1]):
        end += 1
    while end > start and _link(layout, mentions[end - 1], mentions[end]) == ",":
        end -= 1
    inverted = mentions[start].title > 0 and layout.classes[mentions[start].title - 1].startswith("cue")
    right = layout.around[end].right
    speaks = not right.startswith(("verb", "aux", "cue")) if inverted else right.startswith("cue")
    leads = inverted or layout.around[start].left in ("end", ",", "speech", "conj", "that", ":", "prep")
    if not (speaks and leads and start <= at <= end):
        return [attribution.entity]
    return list(dict.fromkeys(mentions[number].entity for number in range(start, end + 1)))


def _link(layout: Scene, one: Mention, other: Mention) -> str:
    """What joins two people who stand side by side in a list: "and", "," or nothing."""
    between = [token.low for token in layout.tokens.items[one.last : other.title]]
    both = one.kind in PERSONS and other.kind in PERSONS and one.entity >= 0 and other.entity >= 0
    if not both or one.possessive or other.possessive or not between:
        return ""
    if between == [","]:
        return ","
    return "and" if set(between) <= layout.lexicon.joining | {","} else ""


def _cue(layout: Scene, attribution: Attribution) -> Span | None:
    """Where the verb of the mention stands."""
    if attribution.mention < 0:
        return None
    mention = layout.cast.mentions[attribution.mention]
    at = layout.around[attribution.mention].cue
    if at < 0 and mention.title and layout.classes[mention.title - 1].startswith("cue"):
        at = mention.title - 1
    if at < 0:
        return None
    token = layout.tokens.items[at]
    return Span(token.start, token.end)


# --- what a pair of quotation marks holds: speech, a fragment of it, or words that nobody said -------


FRAGMENT = 3  # words from which speech is a quote
NAMED_WORDS = 10  # words up to which a run after "titled" or "a book" is taken for its name
NAME_WORDS = 15  # words up to which a run of capitals is taken for a title
SHORT_NAME, LEAST_LARGE = 7, 4  # words up to which, or large words from which, it surely is


def kind_of(scene: Scene, speech: Speech) -> QuoteKind:
    """The kind of an utterance, by its words and by what stands around it."""
    settled = ruling(scene, speech)
    return QuoteKind.NOT_SPEECH if settled and settled.rule in UNSPOKEN else _kind_of(scene, speech)


def _kind_of(scene: Scene, speech: Speech) -> QuoteKind:
    """The kind where no clause tells that nobody said it."""
    if not _is_speech(scene, speech):
        return QuoteKind.NOT_SPEECH
    return QuoteKind.FRAGMENT if speech.count < FRAGMENT else QuoteKind.QUOTE


def _is_speech(scene: Scene, speech: Speech) -> bool:
    if _is_staged(scene, speech):
        return False
    if speech.cue_after and speech.before in ("start", ".", "speech") and _ends(speech):
        return True
    if speech.count < FRAGMENT:
        alone = speech.before == "start" and speech.after == "end"
        spoken = alone or bool(speech.cue_before or speech.cue_after)
        return spoken and (alone or _answers(scene, speech) or not _names_a_thing(scene, speech))
    named = speech.count <= NAMED_WORDS and _words(scene, speech)[0][0].isupper()
    return not (_is_title(scene, speech) or (named and _follows_naming(scene, speech)))


def _is_staged(scene: Scene, speech: Speech) -> bool:
    """Whether it is the name of a work: "“Night Shift,” which he wrote", "drehte „Der kalte Sommer“"."""
    if speech.count > SHORT_NAME or speech.ending in ".?" or not _words(scene, speech)[0][0].isupper():
        return False
    items, after = scene.tokens.items, speech.last + 1
    if after < len(items) and items[after].low in scene.lexicon.staged and speech.ending == "-":
        return items[after].sentence == items[speech.last].sentence
    small = scene.lexicon.small | scene.lexicon.particles
    large = all(word[0].isupper() or word.lower() in small for word in _words(scene, speech))
    return speech.after == "rel" and large and speech.count > 1


def _ends(speech: Speech) -> bool:
    """Whether what is said ends as speech does; a name runs on: "“Dominion” also had", "“Red Ellen” is"."""
    return speech.ending in ",?." or speech.after in (",", "dash") or speech.count > NAME_WORDS


def _answers(scene: Scene, speech: Speech) -> bool:
    """A word or two that a verb of speech and a colon or a comma lead to: "she said: “Not guilty.”"."""
    leads = speech.first > 1 and scene.classes[speech.first - 1] in (":", ",")
    return leads and scene.classes[speech.first - 2] in REPORTING and speech.after in ("end", ".")


def _names_a_thing(scene: Scene, speech: Speech) -> bool:
    """A word or two that name something: capitals, or right after a noun or "called"."""
    return _words(scene, speech)[0][0].isupper() or _follows_naming(scene, speech)


def _follows_naming(scene: Scene, speech: Speech) -> bool:
    at = speech.first - 1
    if at >= 0 and scene.classes[at] in (",", ":"):
        return False
    if speech.before == "start":
        return False
    before, lexicon = scene.tokens.items[at], scene.lexicon
    if before.low in lexicon.complements and at and scene.tokens.items[at - 1].low in lexicon.makers:
        return True
    if scene.classes[at] == "prep" and at and scene.tokens.items[at - 1].low in lexicon.naming:
        return True
    return before.low in lexicon.naming or (lexicon.capital_nouns and _is_noun(before, scene.classes[at]))


def _is_noun(token: Token, its_class: str) -> bool:
    """Whether a word is a common noun where every noun has a capital: "das Album", but "mit den Worten"."""
    return token.text[0].isupper() and not token.capital and its_class == "low"


def _is_title(scene: Scene, speech: Speech) -> bool:
    """A short run in which all but the small words are capitalised, and which ends no sentence of speech."""
    words = _words(scene, speech)
    lexicon = scene.lexicon
    small = lexicon.small | lexicon.particles | lexicon.between
    large = [word for word in words if word.lower() not in small]
    few = len(words) <= SHORT_NAME or len(large) >= LEAST_LARGE
    return (
        1 < len(words) <= NAME_WORDS
        and few
        and sum(word[0].isupper() or word[0].isdigit() for word in words) > 1
        and all(word[0].isupper() or word[0].isdigit() for word in large)
        and (words[0][0].isupper() or words[0][0].isdigit())
        and not (speech.cue_after and speech.ending == "," and not _is_on(scene, speech))
    )


def _is_on(scene: Scene, speech: Speech) -> bool:
    """Whether a name or a preposition leads to it, as to a show: "said on Hull TV’s “Meet the Press,”"."""
    before = scene.tokens.items[speech.first - 1] if speech.first else None
    return before is not None and (speech.before == "prep" or (before.capital and is_possessive(before)))


def _words(scene: Scene, speech: Speech) -> list[str]:
    token = scene.tokens.items[speech.first]
    found = scene.lexicon.token.findall(scene.tokens.text, token.start, token.end)
    return [word for word in found if word[0].isalnum()] or ["-"]


# --- what the article calls a speaker: words before the name, or set off by commas after it ----------


AFTER = 14  # words of a role after a name


def role_of(scene: Scene, entity: int) -> str | None:
    """The first role that the article gives somebody, as it prints it; None without any."""
    numbers = scene.cast.entities[entity].mentions
    mentions = [scene.cast.mentions[number] for number in numbers]
    for mention in mentions:
        if mention.kind in ("full", "short", "single"):
            role = _before(scene, mention) or _after(scene, mention)
            if role:
                return role
    return None


def _before(scene: Scene, mention: Mention) -> str | None:
    """The title and the words that lead to it: "State Department spokesman", "Malta’s Energy Minister"."""
    items = scene.tokens.items
    if mention.title == mention.first or items[mention.first - 1].low in scene.lexicon.courtesy:
        return None
    lead = range(mention.title, mention.first)
    if len(lead) > 1 and _is_address(items[lead[-1]]):
        return None  # "the CDC’s Dr. Sara Oliver"
    if not any(_is_office(items[at], scene.lexicon) for at in lead) or any(
        _is_verb(scene, at, at > mention.title) for at in lead
    ):
        return None
    if _is_of_several(items[mention.first - 1], scene.lexicon):
        return None
    start = _role_start(scene, mention)
    if start >= mention.first:
        return None
    return scene.tokens.text[items[start].start : items[mention.first - 1].end]


def _role_start(scene: Scene, mention: Mention) -> int:
    """Where the role before a name starts: behind a verb, "this year’s" or the half of a longer name."""
    items, lexicon = scene.tokens.items, scene.lexicon
    start = mention.title
    if _begins_with_verb(scene, mention):
        start += 1
    while start < mention.first and _is_kin(items[start], lexicon):
        start += 1  # "mother Queen Ida"
    if items[start].text.islower() and is_possessive(items[start]):
        return start + 1
    if _is_second_half(scene, start):
        while start < mention.first and not _is_office(items[start], lexicon):
            start += 1
        return start
    while start > 0 and (_hedges(scene, start - 1) or _begins_a_name(scene, start - 1)):
        start -= 1  # an "alleged gang leader" is no "gang leader", "New Jersey Attorney General" not Jersey's
    return start


def _is_kin(token: Token, lexicon: Lexicon) -> bool:
    """Whether a word tells whose relative somebody is, and is no title: "father", but "Father"."""
    return token.low in lexicon.kin and (lexicon.capital_nouns or token.text.islower())


def _hedges(scene: Scene, at: int) -> bool:
    """Whether "alleged" stands here, and not "Lund accused" of whoever follows."""
    items = scene.tokens.items
    verb = scene.classes[at].startswith("cue") and at > 0 and items[at - 1].capital
    return items[at].low in scene.lexicon.hedging and not verb


def _begins_with_verb(scene: Scene, mention: Mention) -> bool:
    """Whether the first word before a name is what somebody does: "Rejecting engineer Bo Lund’s claim"."""
    at, lexicon = mention.title, scene.lexicon
    token = scene.tokens.items[at]
    if token.low in lexicon.hedging or token.low in lexicon.titles or token.low in lexicon.people:
        return False
    if at and at not in scene.tokens.openings and scene.classes[at - 1] == "det":
        return False
    opens = at in scene.tokens.openings
    if scene.classes[at].startswith("cue") or token.low in lexicon.dismissing:
        return opens or token.text.islower()
    acts = scene.around[scene.mention_at(mention.first)].right.startswith(("cue", "verb", "aux"))
    return opens and not acts and token.low.endswith(lexicon.gerund_endings)


def _begins_a_name(scene: Scene, at: int) -> bool:
    """Whether a word that opens sentences belongs to the name behind it: "Good Morning Hull"."""
    token, after = scene.tokens.items[at], scene.tokens.items[at + 1]
    inside = at not in scene.tokens.openings and token.low in scene.lexicon.starters
    small = token.low in scene.lexicon.determiners or token.low in scene.lexicon.classes
    if token.line != after.line:
        return False
    return token.text == "New" or (inside and token.capital and after.capital and not small)


def _is_second_half(scene: Scene, at: int) -> bool:
    """Whether a role starts within a name of several things: "… of Parks and | Public Gardens Director"."""
    items, mentions = scene.tokens.items, scene.cast.mentions
    if at < 2 or items[at - 1].low not in scene.lexicon.joining or not items[at - 2].capital:
        return False
    before = scene.mention_at(at - 1) - 1
    person = before >= 0 and mentions[before].last == at - 1 and mentions[before].kind in PERSONS
    return not person and items[at].capital


def _names_another(scene: Scene, end: int) -> bool:
    """Whether a role ends with somebody else’s title and name: "manager Bo Lund", "wife of Lord Quist"."""
    items, lexicon, number = scene.tokens.items, scene.lexicon, scene.mention_at(end) - 1
    mention = scene.cast.mentions[number] if number >= 0 else None
    if mention is None or mention.last != end or mention.title == mention.first:
        return False
    told = {items[mention.first].low, items[mention.first - 1].low} & (lexicon.titles | lexicon.given.keys())
    return (mention.kind == "full" and bool(told)) or (
        mention.kind in PERSONS and items[mention.first - 1].low in lexicon.title_gender
    )


def _is_address(token: Token) -> bool:
    """Whether a title tells how somebody is spoken to, not what they are, so that it ends no longer role."""
    return token.low.rstrip(".") in ("dr", "prof", "rev", "st")


def _is_verb(scene: Scene, at: int, inside: bool) -> bool:
    """Whether a word before a name is what somebody does: "sent Bo Lund", "to send candidate", "Lund saw"."""
    items, lexicon = scene.tokens.items, scene.lexicon
    if scene.classes[at].startswith(("cue", "verb", "aux")):
        names = items[at + 1].capital and items[at + 1].low not in lexicon.titles
        return names or (inside and items[at - 1].capital)
    return at > 0 and items[at - 1].low in lexicon.infinitive and items[at].text.islower()


def _is_of_several(token: Token, lexicon: Lexicon) -> bool:
    """Whether a title is that of several people: "Reps."."""
    stem = token.low.rstrip(".").removesuffix("s")
    return token.low.rstrip(".").endswith("s") and bool({stem, f"{stem}."} & lexicon.titles)


def _is_office(token: Token, lexicon: Lexicon) -> bool:
    """Whether a word names what somebody is: a title or a noun for people, never a verb."""
    low = bare(token.low)
    if low in lexicon.titles or low in lexicon.people or low in lexicon.kin:
        return True
    return low not in lexicon.classes and low.endswith(lexicon.office_endings)


def _after(scene: Scene, mention: Mention) -> str | None:
    """What stands between commas after the name: "a 68-year-old Kyiv resident"."""
    items, classes, lexicon = scene.tokens.items, scene.classes, scene.lexicon
    at = mention.last + 1
    if at >= len(items) or items[at - 1].text != "," or items[at].sentence != items[mention.first].sentence:
        return None
    if classes[at] != "det" and bare(items[at].low) not in lexicon.people and not _role_ahead(scene, at):
        return None
    end = at
    while end < len(items) and end - at < AFTER and items[end].sentence == items[at].sentence:
        small = not items[end].text.isupper()  # "the WHO office" is no clause
        if small and (
            classes[end] in (",", ".", ";", "speech", "rel", "aux") or classes[end].startswith("cue")
        ):
            break
        end += 1
    if end - at >= AFTER or not any(bare(token.low) in lexicon.people for token in items[at:end]):
        return None
    if classes[at] == "conj" or classes[end - 1] in ("prep", "det", "conj"):
        return None  # "and her husband", "author of"
    if _names_another(scene, end):
        return None
    return scene.tokens.text[items[at].start : items[end - 1].end]


def _role_ahead(scene: Scene, at: int) -> bool:
    return any(bare(token.low) in scene.lexicon.people for token in scene.tokens.items[at : at + 4])
