"""What is known of one language, as a value: its words from a TOML file, its weights from a JSON file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.core.reading.grammar import ENGLISH_GRAMMAR, Grammar


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learned of a language: two linear rankers of speakers, and how sure they may be."""

    mention: Mapping[str, float]
    pronoun: Mapping[str, float]
    calibration: Mapping[str, float]
    threshold: float  # confidence from which a speaker is named


CLAUSES = (
    "negating",
    "calling",
    "denying",
    "supposing",
    "asking",
    "hearing",
    "spoken_of",
    "referring",
    "passive",
    "agents",
    "displaying",
    "displays",
    "links",
    "credits",
    "agencies",
    "joining",
    "being",
    "bare",
    "quoting",
    "accusing",
    "wishing",
    "playing",
    "receiving",
    "claiming",
    "made",
    "unnamed",
    "whose",
    "reading_out",
    "authors",
    "answers",
    "interviews",
    "company",
    "conversations",
    "retracted",
    "silent",
    "temporal",
    "locative",
    "degrees",
    "rumours",
    "dismissing",
    "characters",
    "questions",
    "inscribed",
    "slogans",
    "nor",
    "moments",
    "attributing",
    "falsely",
    "wording",
    "outcries",
    "indefinite",
    "faked",
    "fiction",
    "settings",
    "portraying",
    "performing",
)
UNSAID = ("calling", "asking", "bare")  # the groups of verbs that report speech in some forms alone
NO_WEIGHTS = Weights({}, {}, {}, 0.0)


NEVER = r"(?!)"
"""An expression that matches nothing."""


@dataclass(frozen=True, slots=True)
class ClaimWords:
    """The words by which a sentence of a draft is held against its articles; none in some languages."""

    courtesy: frozenset[str]
    nameless: frozenset[str]  # words with a capital that name nobody by themselves
    within: frozenset[str]  # small words within a name
    openers: frozenset[str]  # common words that open sentences of the news
    common_endings: tuple[str, ...]
    noun_endings: tuple[str, ...]  # of nouns that have a capital as all have
    name_endings: frozenset[str]  # what one form of a name ends in and another does not
    same: Mapping[str, tuple[str, ...]]  # other words for what a word of a name names
    reporting: tuple[str, ...]  # verbs and phrases after which the one who speaks stands
    behind: tuple[str, ...]  # words after which nobody else speaks than the one before them: "zufolge"
    leads_on: tuple[str, ...]  # small words between such a verb and a name that lead to another
    denials: frozenset[str]
    implied: frozenset[str]  # words that deny without a "not"
    helping: frozenset[str]
    indeed: frozenset[str]  # what "not" does not deny: "not only"
    opposites: tuple[tuple[str, str], ...]
    contraries: tuple[
        tuple[frozenset[str], frozenset[str]], ...
    ]  # what says one thing, and what its contrary
    rising: frozenset[str]
    falling: frozenset[str]
    reciprocal: frozenset[str]  # of those, what says the same when the two sides change places
    turning: tuple[str, ...]  # what makes of a word its contrary: "invalid"
    universal: frozenset[str]  # "all"
    partial: frozenset[str]  # "some"
    nothing: frozenset[str]  # "none"
    actor_first: bool  # whether the one who acts stands before the verb
    out_of: frozenset[str]  # "of", behind a number of several
    translated: frozenset[str]  # words within names that translations translate
    instead: frozenset[str]  # what follows such a "not only": "but also"
    denying: re.Pattern[str]  # words that deny by how they begin: "unsafe"
    articled: frozenset[str]  # denials in whose place another word may stand: "kein", "ein"
    denies_last: bool  # whether a denial may close the sentence: "fährt am Montag nicht"
    reader: re.Pattern[str]  # words for the writer and the reader
    asides: re.Pattern[str]  # what speaks of the writing, besides what English says
    opinions: frozenset[str]  # words that judge, besides those of English

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> ClaimWords:
        """Those of a language file's table."""
        courtesy = _words(table.get("courtesy", ""))
        return cls(
            courtesy=courtesy,
            nameless=courtesy | _words(table.get("nameless", "")),
            within=_words(table.get("within", "")),
            openers=_words(table.get("openers", "")),
            common_endings=tuple(table.get("common_endings", "").split()),
            noun_endings=tuple(table.get("noun_endings", "").split()),
            name_endings=frozenset(("", *table.get("name_endings", "").split())),
            same=_same(table.get("same", {}), _pairs(table.get("peoples", ""))),
            reporting=tuple(word.replace("_", " ") for word in table.get("reporting", "").split()),
            behind=tuple(table.get("behind", "").split()),
            leads_on=tuple(table.get("leads_on", "").split()),
            denials=_words(table.get("denials", "")),
            implied=_words(table.get("implied", "")),
            helping=_words(table.get("helping", "")),
            indeed=_words(table.get("indeed", "")),
            opposites=_pairs(table.get("opposites", "")),
            contraries=_contraries(table),
            rising=_words(table.get("rising", "")),
            falling=_words(table.get("falling", "")),
            reciprocal=_words(table.get("reciprocal", "")),
            turning=tuple(table.get("turning", "").split()),
            universal=_words(table.get("universal", "")),
            partial=_words(table.get("partial", "")),
            nothing=_words(table.get("nothing", "")),
            actor_first=table.get("actor_first", False),
            out_of=_words(table.get("out_of", "")),
            translated=_words(table.get("translated", "")),
            instead=_words(table.get("instead", "")),
            denying=re.compile(table.get("denying_words", NEVER)),
            articled=_words(table.get("articled", "")),
            denies_last=table.get("denies_last", False),
            reader=re.compile(rf"\b(?:{'|'.join(table.get('reader', NEVER).split())})\b", re.IGNORECASE),
            asides=re.compile(_alternatives(table.get("asides", NEVER)), re.IGNORECASE),
            opinions=_words(table.get("opinions", "")),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """The words of one language, all in lower case, by what they do around a quote."""

    language: str
    cues: Mapping[str, str]  # a form of a verb -> its group
    phrasal_verbs: frozenset[str]  # "went", which reports speech before one of `phrasal`: "went on"
    phrasal: frozenset[str]
    phrases: frozenset[str]  # "was_like", "cut_in": two words that report speech right before it
    according: frozenset[str]
    reported: frozenset[str]
    determiners: frozenset[str]
    possessives: frozenset[str]
    prepositions: frozenset[str]
    conjunctions: frozenset[str]
    turns: frozenset[str]  # words without which a sentence may say the contrary
    relatives: frozenset[str]
    auxiliaries: frozenset[str]
    verbs: frozenset[str]
    adverbs: frozenset[str]
    pronouns: Mapping[str, str]  # a subject pronoun -> its class
    gendered: Mapping[str, str]  # any form of "he" or "she" -> "m" or "f"
    titles: frozenset[str]
    title_gender: Mapping[str, str]
    courtesy: frozenset[str]  # titles that are no role
    hedging: frozenset[str]  # "alleged": without it a role says more than the text
    kin: Mapping[str, str]  # a relative -> "m" or "f"
    title_phrases: frozenset[tuple[str, ...]]
    surnames: frozenset[str]  # words of another kind that are surnames as well: King, Major, May
    suffixes: frozenset[str]
    particles: frozenset[str]
    organisations: frozenset[str]
    offices: frozenset[str]  # that are of something: "Secretary of State"
    places: frozenset[str]
    peoples: frozenset[str]
    calendar: frozenset[str]
    starters: frozenset[str]
    people: frozenset[str]
    plurals: frozenset[str]
    voices: frozenset[str]
    nouns: frozenset[str]  # people, plurals and voices with their possessive forms
    adjectives: frozenset[str]  # nouns for people that also describe other nouns
    given: Mapping[str, str]
    naming: frozenset[str]
    staged: frozenset[str]  # verbs of what has a name and stands in marks: "aired", "drehte"
    makers: frozenset[str]  # of what has a name: "the author of"
    telling: frozenset[str]  # the words by which a text shows its language
    small: frozenset[str]  # words that a title in capitals leaves small
    between: frozenset[str]  # small words within names of works: "v", "feat"
    complements: frozenset[str]  # what may follow a noun and tell it apart: "of", "for"
    definite: frozenset[str]
    infinitive: frozenset[str]  # after it a small word is a verb
    contractions: frozenset[str]  # a preposition and an article in one word
    adjective_endings: tuple[str, ...]  # of a word between an article and its noun
    past_endings: tuple[str, ...]  # those of them that a verb has as well
    verb_endings: tuple[str, ...]
    gerund_endings: tuple[str, ...]
    negating: frozenset[str]  # words that deny the verb beside them, besides the negations
    calling: frozenset[str]  # "call", "tell": verbs that "never" and "did not" turn into words unsaid
    denying: frozenset[str]  # "denied", of what was not said
    supposing: frozenset[str]  # "if", "would_have": before a verb of what nobody said
    asking: frozenset[str]  # "asked", where somebody was
    hearing: frozenset[str]  # "told", where somebody was: by another
    spoken_of: frozenset[str]  # "praised", where somebody was: in the words of another
    referring: frozenset[str]  # "referencing", "referring_to": whom words are about
    passive: frozenset[str]  # what stands before it then: "was", "when"
    agents: frozenset[str]  # "by"
    displaying: frozenset[str]  # "read", of a sign
    displays: frozenset[str]  # "sign", "banner"
    links: frozenset[str]  # "read_more": what leads to another article
    credits: frozenset[str]  # "photograph", before a name
    agencies: frozenset[str]  # that pictures are of
    being: frozenset[str]  # "was", before a verb of which the subject speaks not
    bare: frozenset[str]  # "say", of what somebody heard, hoped or never did
    quoting: frozenset[str]  # "quoted", of another as saying
    accusing: frozenset[str]  # "accused", of saying
    wishing: frozenset[str]  # "hopes", that another will say
    playing: frozenset[str]  # "plays", a miner who says
    receiving: frozenset[str]  # "got", a letter that says
    claiming: frozenset[str]  # "claim", that is somebody's
    made: frozenset[str]  # "coined", of words, by somebody
    whose: frozenset[str]
    reading_out: frozenset[str]  # "read", for another
    authors: frozenset[str]  # "from", before whose words are read out
    answers: frozenset[str]  # "A", before the colon of an answer
    interviews: frozenset[str]  # "Q", before the colon of a question
    conversations: frozenset[str]  # "interview", with somebody
    company: frozenset[str]  # "with", between the two
    retracted: frozenset[str]  # "earlier_version", of what holds no longer
    temporal: frozenset[str]  # "before", of what somebody did then
    locative: frozenset[str]  # "in", before places
    silent: frozenset[str]  # "nothing", that was said
    unnamed: frozenset[str]  # "another", of several
    attributing: frozenset[str]  # "attributed", rightly or wrongly
    rumours: frozenset[str]  # "reports", that somebody said
    dismissing: frozenset[str]  # "rejected", such reports
    characters: frozenset[str]  # "hero", of somebody's
    questions: frozenset[str]  # "question", that somebody faced
    inscribed: frozenset[str]  # "painted", on a door
    slogans: frozenset[str]
    degrees: frozenset[str]  # "exactly": did not exactly say
    nor: frozenset[str]  # "neither", "nor", before a subject
    moments: frozenset[str]  # "point": at no point
    falsely: frozenset[str]  # "wrongly", of words attributed to somebody
    wording: frozenset[str]  # "words", "what": that are not somebody's
    outcries: frozenset[str]  # "shouts", of a crowd
    indefinite: frozenset[str]  # "somebody"
    faked: frozenset[str]  # "fake", of what shows somebody
    fiction: frozenset[str]  # "novel": what has characters
    settings: frozenset[str]  # "in", before it
    portraying: frozenset[str]  # "showing", "attributed", after it
    performing: frozenset[str]  # "sang"
    unsaid: frozenset[str]  # verbs besides the cues: `calling`, `asking` and `bare`
    joining: frozenset[str]  # "and", between people who speak together
    office_endings: tuple[str, ...]  # of nouns that tell what somebody is
    role_first: bool  # whether a role set off by a comma leads to a name: "Der Leiter des Amts, Bo Lund, …"
    roles_return: bool  # whether "the mayor" is the mayor named before
    capital_nouns: bool  # whether every noun is written with a capital
    common: frozenset[str]  # nouns that are no names, where every noun has a capital
    noun_endings: tuple[str, ...]
    heads: tuple[str, ...]  # what compounds end in, the longest first
    classes: Mapping[str, str]  # a function word or a verb -> its class, for what stands around a mention
    token: re.Pattern[str]
    reporting: re.Pattern[str]  # the end of speech and a reporting clause: where a lost mark belongs
    clause_ahead: re.Pattern[str]  # a reporting clause right after a mark: "said Bo Lund", "he added"
    clause_within: re.Pattern[str]  # one that nobody speaks: ", said Bo Lund", ", Bo Lund said."
    incise: re.Pattern[str]  # a reporting clause after a dash: "—dijo", "— a-t-il dit"
    dialogue_dashes: bool  # whether a dash that opens a line opens speech
    names_speakers: bool  # whether enough is known of the language to say who spoke
    weights: Weights
    claims: ClaimWords
    reads: Grammar | None = None  # how the sentences of drafts are read; none: no draft is checked in it

    @property
    def grammar(self) -> Grammar:
        """How its sentences are read; as English where nothing is known of that."""
        return self.reads or ENGLISH_GRAMMAR

    @classmethod
    def of(cls, mapping: Mapping[str, Any], weights: Weights = NO_WEIGHTS) -> Lexicon:
        """The lexicon of a parsed language file; raises KeyError where a table is missing."""
        grammar, names, nouns = mapping["grammar"], mapping["names"], mapping["nouns"]
        cues = {word: group for group, text in mapping["cues"].items() for word in text.split()}
        pronouns, titles = mapping["pronouns"], mapping["titles"]
        return cls(
            language=mapping["language"],
            cues=cues,
            phrasal_verbs=_words(mapping["phrasal"]["verbs"]),
            phrasal=_words(mapping["phrasal"]["words"]),
            phrases=_words(mapping["phrasal"].get("phrases", "")),
            according=_words(grammar["according"]),
            reported=_words(grammar["reported_speech"]),
            determiners=_words(grammar["determiners"]),
            possessives=_words(grammar["possessive_pronouns"]),
            prepositions=_words(grammar["prepositions"]),
            conjunctions=_words(grammar["conjunctions"]),
            turns=_words(grammar["turns"]),
            relatives=_words(grammar["relatives"]),
            auxiliaries=_words(grammar["auxiliaries"]),
            verbs=_words(grammar["common_verbs"]),
            adverbs=_words(grammar["adverbs"]),
            pronouns={
                word: kind
                for kind in ("he", "she", "they", "it", "i", "we")
                for word in pronouns[kind].split()
            },
            gendered=_inverse({"m": pronouns["male"], "f": pronouns["female"]}),
            titles=_words(titles["male"], titles["female"], titles["neutral"]),
            title_gender=_inverse({"m": titles["male"], "f": titles["female"]}),
            courtesy=_words(titles["courtesy"]),
            hedging=_words(titles.get("hedging", "")),
            kin=_inverse({"m": titles["kinsmen"], "f": titles["kinswomen"]}),
            title_phrases=frozenset(tuple(phrase.split("_")) for phrase in titles["phrases"].split()),
            surnames=_words(names.get("surnames", "")),
            suffixes=_words(names["suffixes"]),
            particles=_words(names["particles"]),
            organisations=_words(names["organisations"]),
            offices=_words(names["offices"]),
            places=_words(names["places"]),
            peoples=_words(names["peoples"]),
            calendar=_words(names["calendar"]),
            starters=_words(names["starters"], grammar["negations"], grammar["turns"]),
            people=_words(nouns["people"]),
            plurals=_words(nouns["plurals"]),
            voices=_words(nouns["voices"]),
            nouns=_with_possessives(_words(nouns["people"], nouns["plurals"], nouns["voices"])),
            adjectives=_words(nouns["adjectives"]),
            given=_inverse(
                {
                    "m": mapping["given"]["male"],
                    "f": mapping["given"]["female"],
                    "": mapping["given"].get("neutral", ""),
                }
            ),
            naming=_words(mapping["naming"]["before"]),
            makers=_words(mapping["naming"]["makers"]),
            staged=_words(mapping["naming"].get("staged", "")),
            telling=_telling(mapping),
            small=_words(*(grammar[part] for part in mapping["naming"]["small"].split())),
            classes=_classes(mapping, cues),
            between=_words(mapping["naming"].get("between", "")),
            complements=_words(nouns["complements"]),
            definite=_words(grammar["definite"]),
            infinitive=_words(grammar["infinitive"]),
            contractions=_words(grammar["contractions"]),
            adjective_endings=tuple(grammar["adjective_endings"].split()),
            past_endings=tuple(grammar["past_endings"].split()),
            verb_endings=tuple(grammar["verb_endings"].split()),
            gerund_endings=tuple(grammar["gerund_endings"].split()),
            **{name: _words(mapping.get("clauses", {}).get(name, "")) for name in CLAUSES},
            unsaid=_words(*(mapping.get("clauses", {}).get(name, "") for name in UNSAID)),
            office_endings=tuple(nouns.get("office_endings", "").split()),
            role_first=grammar["role_first"],
            roles_return=grammar["roles_return"],
            capital_nouns=names["capital_nouns"],
            common=_words(names["common"], nouns["plurals"], nouns["voices"]),
            noun_endings=tuple(names["noun_endings"].split()),
            heads=tuple(sorted(names["compound_heads"].split(), key=len, reverse=True)),
            token=_token_pattern(names["abbreviations"].split(), names["patterns"]),
            reporting=_reporting_pattern(_verbs(cues)),
            clause_ahead=_clause_ahead(_verbs(cues), pronouns, grammar["determiners"]),
            clause_within=_clause_within(_verbs(cues), names["particles"], mapping["cues"]["say"]),
            incise=re.compile(rf"(?:[\w'’]{{1,20}}[ -]){{0,3}}(?:{_verbs(cues)})\b"),
            dialogue_dashes=mapping.get("dialogue_dashes", False),
            names_speakers=mapping.get("names_speakers", True),
            weights=weights,
            claims=ClaimWords.of(mapping.get("claims", {})),
            reads=_grammar(mapping),
        )


def _alternatives(text: str) -> str:
    """Expressions on lines, or between " | ", as one."""
    return "|".join(re.split(r"\s*\n\s*| \| ", text.strip()))


def _grammar(mapping: Mapping[str, Any]) -> Grammar | None:
    """How drafts in the language are read, where that is known."""
    if mapping["language"] == ENGLISH_GRAMMAR.language:
        return ENGLISH_GRAMMAR
    return Grammar.of(mapping["language"], mapping["reading"]) if "reading" in mapping else None


def _words(*texts: str) -> frozenset[str]:
    return frozenset(word for text in texts for word in text.split())


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    """Two words each, written "one_other"."""
    pairs = (word.split("_") for word in text.split())
    return tuple((one, other) for one, other in pairs)


def _contraries(table: Mapping[str, Any]) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """Groups written "one another / contrary other", and those that rise and fall."""
    groups = (group.split("/") for group in table.get("contraries", "").split(";") if group.strip())
    pairs = [(_words(one), _words(other)) for one, other in groups]
    return (*pairs, (_words(table.get("rising", "")), _words(table.get("falling", ""))))


def _same(others: Mapping[str, str], peoples: Sequence[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Each word with the others, with its people and with its country."""
    people = dict(peoples)
    country = {its: name for name, its in people.items()}
    return {
        word: (*others.get(word, "").split(), *(group[word] for group in (people, country) if word in group))
        for word in (*others, *people, *country)
    }


def _with_possessives(words: Iterable[str]) -> frozenset[str]:
    return frozenset(form for word in words for form in (word, f"{word}'s", f"{word}'"))


def _inverse(groups: Mapping[str, str]) -> dict[str, str]:
    return {word: group for group, text in groups.items() for word in text.split()}


def _classes(mapping: Mapping[str, Any], cues: Mapping[str, str]) -> dict[str, str]:
    """The class of each word; where a word has two, the later one here holds."""
    grammar, pronouns = mapping["grammar"], mapping["pronouns"]
    groups = {
        "adv": grammar["adverbs"],
        "verb": grammar["common_verbs"],
        "pron": " ".join(pronouns.values()),
        "conj": grammar["conjunctions"],
        "rel": grammar["relatives"],
        "prep": grammar["prepositions"],
        "det": grammar["determiners"],
        "that": grammar["reported_speech"],
        "aux": grammar["auxiliaries"],
        "neg": grammar["negations"],
    }
    classes = {word: group for group, text in groups.items() for word in text.split()}
    classes |= {word: f"cue-{group}" for word, group in cues.items()}
    return classes | dict.fromkeys(grammar["according"].split(), "according")


def _token_pattern(abbreviations: Iterable[str], patterns: Sequence[str]) -> re.Pattern[str]:
    """What a language adds, a word with its inner marks, an abbreviation with its point, or one mark."""
    short = "|".join(
        sorted((re.escape(word[:1].upper() + word[1:]) for word in abbreviations), key=len)[::-1]
    )
    return re.compile(
        "".join(rf"{pattern}|" for pattern in patterns)
        + (rf"\b(?:{short})(?=[\s,’'])|" if short else "")
        + r"(?:[A-Z]\.){2,}(?:[A-Z]\b)?|\b[A-Z]\.(?=\s?[A-Z])"
        r"|[@#]?\w+(?:[-&'’.]\w+)*(?:(?<=s)['’](?=\s\w))?|\w+|\.{2,}|--|[^\w\s]"
    )


def _verbs(cues: Mapping[str, str]) -> str:
    """The verbs that report speech, as alternatives."""
    return "|".join(sorted(word for word, group in cues.items() if group in ("say", "tell", "speak")))


def _reporting_pattern(verbs: str) -> re.Pattern[str]:
    """The end of speech, up to three words, and a verb that reports it: where a lost mark belongs."""
    return re.compile(
        rf"[,.!?…](?:[”\"]|'')? (?:[\w.'’-]{{1,30}} ){{0,3}}(?:{verbs})\b|[,.!?…] (?:{verbs})\b"
    )


def _clause_ahead(verbs: str, pronouns: Mapping[str, str], determiners: str) -> re.Pattern[str]:
    """A verb that reports, first or after its subject; "school said" after "the girls'" is none."""
    kinds = ("he", "she", "they", "i", "we")
    subjects = "|".join(word for kind in kinds for word in pronouns[kind].split()) or "-"
    articles = "|".join(determiners.split()) or "-"
    return re.compile(
        rf",? ?(?:(?:{subjects}) |(?:[A-Z][\w.'’-]{{0,29}} ){{1,3}}|(?:{articles}) \w{{1,30}} )?"
        rf"(?:{verbs})\b"
    )


def _clause_within(verbs: str, particles: str, say: str) -> re.Pattern[str]:
    """A reporting clause that names somebody after a comma."""
    small = "|".join(map(re.escape, particles.split())) or "-"
    verb = rf"(?:{verbs})|(?:{'|'.join(say.split()) or '-'})(?: [a-z]{{3,20}}){{1,4}}"
    name = r"(?!I )[A-Z][\w.'’-]{0,29}"
    return re.compile(
        rf"[,?!…] (?:{verb}) {name}|[,?!…] (?:(?:(?:{small}) ){{0,2}}{name} ){{1,3}}(?:{verbs})(?:[.,]|$)",
        re.MULTILINE,
    )


def _telling(mapping: Mapping[str, Any]) -> frozenset[str]:
    """The words by which a text shows its language."""
    grammar, cues, pronouns = mapping["grammar"], mapping["cues"], mapping["pronouns"]
    kinds = ("determiners", "prepositions", "conjunctions", "auxiliaries")
    return _words(
        *(grammar[kind] for kind in kinds),
        *(cues.get(group, "") for group in ("say", "speak")),
        *(pronouns[kind] for kind in ("he", "she", "they", "it", "i", "we")),
    )
