"""Whose words a question asks for, and which of their quotes fit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.answers import said
from bot.core.answers.said import Saying
from bot.model import AnnotatedArticle, Article, Quote, QuoteKind, Span
from tests.fakes.stored_articles import NOON, article


@pytest.mark.parametrize(
    ("question", "surname", "what"),
    [
        ("What did Ana Silva say about the bridge?", "silva", "the bridge"),
        ("what did chief mylett say about the shooting", "mylett", "the shooting"),
        ("what did alex jones's lawyer reynal say about his client", "reynal", "his client"),
        ("what does boris think of stepping down", "boris", "stepping down"),
        ("quotes from Silva on the crane", "silva", "the crane"),
        ("what Silva said about the crane", "silva", "the crane"),
    ],
)
def test_a_question_names_whose_words_it_wants(question: str, surname: str, what: str) -> None:
    saying = said.asked(question)
    assert saying is not None
    assert (saying.surname, saying.what) == (surname, what)


@pytest.mark.parametrize("question", ["what did he say about it", "who said that", "what did it cost"])
def test_no_name_is_nobody(question: str) -> None:
    assert said.asked(question) is None


@pytest.mark.parametrize(
    ("question", "who", "owner"),
    [
        ("What did Bo Lund's lawyer say?", ("lawyer",), ("bo", "lund")),
        ("what did Ana Silva’s wife say about the vote", ("wife",), ("ana", "silva")),
        ("what did Marl's foreign minister say", ("foreign", "minister"), ("marl",)),
        ("what did the Jones' foreman say", ("foreman",), ("the", "jones")),
        ("what did Lund's lawyer Ida Berg say", ("ida", "berg"), ()),
    ],
)
def test_who_is_known_by_a_role_is_known_by_whose_it_is(
    question: str, who: tuple[str, ...], owner: tuple[str, ...]
) -> None:
    saying = said.asked(question)
    assert saying is not None
    assert (saying.who, saying.owner) == (who, owner)


def quote(words: str, speaker: str, text: str, name: str = "a") -> Quote:
    made: Article = replace(article(text, f"https://a.example/{name}", "News"), id=name)
    at = text.index(words)
    return Quote(made, (Span(at, at + len(words)),), QuoteKind.QUOTE, speaker)


BRIDGE = "“The bridge will stand,” Ana Silva said of the harbour bridge."
CRANE = "“The crane must go,” Ana Silva said of the old crane."
OTHER = "“The bridge is ugly,” Bo Silva said of the harbour bridge."


def test_the_quote_on_the_subject_is_chosen_and_nobody_elses() -> None:
    quotes = [
        quote("The crane must go,", "Ana Silva", CRANE, "crane"),
        quote("The bridge will stand,", "Ana Silva", BRIDGE, "bridge"),
        quote("The bridge is ugly,", "Bo Silva", OTHER, "other"),
    ]
    saying = Saying(("ana", "silva"), "silva", "the bridge")
    own = said.by_person(quotes, saying)
    assert {one.speaker for one in own} == {"Ana Silva"}
    best = said.fitting(own, {"bridg": 1.0}, NOON.timestamp())
    assert [one.text for one in said.chosen(best, saying)] == ["The bridge will stand,"]


def test_of_two_people_of_a_name_one_alone_is_quoted() -> None:
    quotes = [
        quote("The bridge will stand,", "Ana Silva", BRIDGE),
        quote("The bridge is ugly,", "Bo Silva", OTHER, "b"),
    ]
    saying = Saying(("silva",), "silva", "the bridge")
    best = said.fitting(said.by_person(quotes, saying), {"bridg": 1.0}, NOON.timestamp())
    assert len({one.speaker for one in said.chosen(best, saying)}) == 1


def test_nothing_on_the_subject_is_nothing() -> None:
    saying = Saying(("silva",), "silva", "the budget")
    own = [quote("The crane must go,", "Ana Silva", CRANE)]
    assert said.chosen(said.fitting(own, {"budget": 1.0}, NOON.timestamp()), saying) == []


TRIAL = (
    "“We will appeal,” Ida Berg said after the hearing.\n\n"
    "Bo Lund’s longtime lawyer, Ida Berg, had asked for bail. Lund’s wife Mia Lund sat behind him.\n\n"
    "“He is innocent,” Mia Lund said.\n\n"
    "“He took it all,” said Per Quist, a lawyer for the city.\n\n"
    "“He is calm today,” a lawyer for Lund said. “They are all calm,” another lawyer said."
)
SPOKEN = {
    "We will appeal,": "Ida Berg",
    "He is innocent,": "Mia Lund",
    "He took it all,": "Per Quist",
    "He is calm today,": "a lawyer",
    "They are all calm,": "another lawyer",
}


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("what did Bo Lund's lawyer say", ["We will appeal,", "He is calm today,"]),
        ("what did Bo Lund's attorney say", ["We will appeal,", "He is calm today,"]),
        ("what did Lund's wife say", ["He is innocent,"]),
        ("what did Lund's husband say", []),
        ("what did Quist's wife say", []),
    ],
)
def test_the_words_are_of_whoever_the_article_says_is_the_owners(question: str, words: list[str]) -> None:
    quotes = [quote(words, speaker, TRIAL) for words, speaker in SPOKEN.items()]
    saying = said.asked(question)
    assert saying is not None
    found = said.by_relation([AnnotatedArticle(quotes[0].article, tuple(quotes))], saying)
    assert [one.text for one in found] == words


def test_a_role_of_a_company_is_told_by_the_sentence_or_the_headline() -> None:
    text = "“We will cut 90 jobs,” said chief executive Per Quist.\n\n“We will sue,” union head Bo Lund said."
    quotes = [
        replace(quote("We will cut 90 jobs,", "Per Quist", text), role="chief executive"),
        replace(quote("We will sue,", "Bo Lund", text), role="union head"),
    ]
    quotes = [replace(one, article=replace(one.article, headline="Norvik cuts jobs")) for one in quotes]
    read = AnnotatedArticle(quotes[0].article, tuple(quotes))
    for question, words in (
        ("Norvik's chief executive", ["We will cut 90 jobs,"]),
        ("Lund's chief executive", []),
    ):
        saying = said.asked(f"what did {question} say")
        assert saying is not None
        assert [one.text for one in said.by_relation([read], saying)] == words


def test_a_name_that_ends_as_an_owner_does_is_no_persons() -> None:
    text = "“Our bread is safe,” Brandy’s said in a statement.\n\n“I like bread,” Brandy Murphy said."
    quotes = [quote("Our bread is safe,", "Brandy’s", text), quote("I like bread,", "Brandy Murphy", text)]
    saying = said.asked("what did Brandy's say")
    assert saying is not None
    assert [one.speaker for one in said.by_person(quotes, saying)] == ["Brandy’s"]


def test_what_stands_near_the_subject_goes_before_what_its_headline_alone_tells() -> None:
    before = f"“I look forward to it,” Ana Silva said in May.{' Much was told of the town.' * 20}"
    quotes = [
        quote("The bridge will stand,", "Ana Silva", BRIDGE, "bridge"),
        quote("I look forward to it,", "Ana Silva", before, "before"),
    ]
    quotes[1] = replace(quotes[1], article=replace(quotes[1].article, headline="The bridge"))
    saying = Saying(("ana", "silva"), "silva", "the bridge")
    best = said.fitting(quotes, {"bridg": 1.0}, NOON.timestamp())
    assert [one.text for one in said.chosen(best, saying)] == ["The bridge will stand,"]
    alone = said.fitting(quotes[1:], {"bridg": 1.0}, NOON.timestamp())
    assert [one.text for one in said.chosen(alone, saying)] == ["I look forward to it,"]
