"""What the engine knows of one language, as a value built from a table of words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one language, all in lower case, by what they do around a quote."""

    language: str
    cues: Mapping[str, str]  # a form of a verb -> its group
    phrasal_verbs: frozenset[str]  # "went", which reports speech before one of `phrasal`: "went on"
    phrasal: frozenset[str]
    according: str
    reported: frozenset[str]
    determiners: frozenset[str]
    possessives: frozenset[str]
    prepositions: frozenset[str]
    conjunctions: frozenset[str]
    relatives: frozenset[str]
    auxiliaries: frozenset[str]
    verbs: frozenset[str]
    adverbs: frozenset[str]
    pronouns: Mapping[str, str]  # a subject pronoun -> its class
    gendered: Mapping[str, str]  # any form of "he" or "she" -> "m" or "f"
    titles: frozenset[str]
    title_gender: Mapping[str, str]
    kin: Mapping[str, str]  # a relative -> "m" or "f"
    title_phrases: frozenset[tuple[str, ...]]
    suffixes: frozenset[str]
    particles: frozenset[str]
    organisations: frozenset[str]
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
    small: frozenset[str]  # words that a title in capitals leaves small
    classes: Mapping[str, str]  # a function word or a verb -> its class, for what stands around a mention
    token: re.Pattern[str]
    reporting: re.Pattern[str]

    @classmethod
    def of(cls, mapping: Mapping[str, Any]) -> Lexicon:
        """The lexicon of a parsed language file; raises KeyError where a table is missing."""
        grammar, names, nouns = mapping["grammar"], mapping["names"], mapping["nouns"]
        cues = {word: group for group, text in mapping["cues"].items() for word in text.split()}
        pronouns, titles = mapping["pronouns"], mapping["titles"]
        return cls(
            language=mapping["language"],
            cues=cues,
            phrasal_verbs=_words(mapping["phrasal"]["verbs"]),
            phrasal=_words(mapping["phrasal"]["words"]),
            according=grammar["according"],
            reported=_words(grammar["reported_speech"]),
            determiners=_words(grammar["determiners"]),
            possessives=_words(grammar["possessive_pronouns"]),
            prepositions=_words(grammar["prepositions"]),
            conjunctions=_words(grammar["conjunctions"]),
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
            kin=_inverse({"m": titles["kinsmen"], "f": titles["kinswomen"]}),
            title_phrases=frozenset(tuple(phrase.split("_")) for phrase in titles["phrases"].split()),
            suffixes=_words(names["suffixes"]),
            particles=_words(names["particles"]),
            organisations=_words(names["organisations"]),
            places=_words(names["places"]),
            peoples=_words(names["peoples"]),
            calendar=_words(names["calendar"]),
            starters=_words(names["starters"]),
            people=_words(nouns["people"]),
            plurals=_words(nouns["plurals"]),
            voices=_words(nouns["voices"]),
            nouns=_with_possessives(_words(nouns["people"], nouns["plurals"], nouns["voices"])),
            adjectives=_words(nouns["adjectives"]),
            given=_inverse({"m": mapping["given"]["male"], "f": mapping["given"]["female"]}),
            naming=_words(mapping["naming"]["before"]),
            small=_words(grammar["determiners"], grammar["prepositions"], grammar["conjunctions"]),
            classes=_classes(mapping, cues),
            token=_token_pattern(names["abbreviations"].split()),
            reporting=_reporting_pattern(cues),
        )


def _words(*texts: str) -> frozenset[str]:
    return frozenset(word for text in texts for word in text.split())


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
    return classes | {grammar["according"]: "according"}


def _token_pattern(abbreviations: Iterable[str]) -> re.Pattern[str]:
    """A word with its inner marks, an abbreviation with its point, or one mark of punctuation."""
    short = "|".join(
        sorted((re.escape(word[:1].upper() + word[1:]) for word in abbreviations), key=len)[::-1]
    )
    return re.compile(
        rf"\b(?:{short})(?=[\s,’'])"
        r"|(?:[A-Z]\.){2,}(?:[A-Z]\b)?|\b[A-Z]\.(?=\s?[A-Z])"
        r"|[@#]?\w+(?:[-&'’.]\w+)*(?:(?<=s)['’](?=\s\w))?|\w+|\.{2,}|--|[^\w\s]"
    )


def _reporting_pattern(cues: Mapping[str, str]) -> re.Pattern[str]:
    """The end of speech, up to three words, and a verb that reports it: where a lost mark belongs."""
    verbs = "|".join(sorted(word for word, group in cues.items() if group in ("say", "tell", "speak")))
    return re.compile(
        rf"[,.!?…](?:[”\"]|'')? (?:[\w.'’-]{{1,30}} ){{0,3}}(?:{verbs})\b|[,.!?…] (?:{verbs})\b"
    )
