"""The gate in German: numbers as they are written there, days, names among nouns, what denies, contraries."""

from __future__ import annotations

import functools
from datetime import UTC, datetime

import pytest

from bot.adapters.lexicons import checked_in
from bot.core.checks import sourced
from bot.core.checks.gate import Gate
from bot.core.checks.support import CitedSentences, faults_of
from bot.core.quotes import find_quotes
from bot.core.reading.language import lexicon_of
from bot.core.reading.names import names_of_text
from bot.core.reading.numbers import figures
from bot.core.reading.sentence import read
from bot.core.reading.text import sentences
from bot.model import AnnotatedArticle, Article, Cite, DraftBullet, Reason, Sources
from tests.fakes.articles import german

WHEN = datetime(2026, 5, 5, 9, tzinfo=UTC)
TEXT = """Der Fluss Alde überschwemmte am Montag in Kestmünde 345 Häuser und eine Schule.
Rund 1.400 Menschen kamen am 3. Mai in zwei Turnhallen unter, darunter ein Dutzend Kinder.
Kestmünde bat um 3,5 Millionen Euro Hilfe, sagte Bürgermeisterin Ida Quist.
Der Experte Bo Lund, der den Damm 1987 gebaut hatte, warnte den Stadtrat nicht.
Das Wasser stieg binnen drei Stunden um 40 Prozent.
Die Fähre fährt am Mittwoch nicht.
Der Stadtrat hatte keine Pläne für ein Hochwasser.
Ida Quist lobte die Helfer, nachdem Lund im März zurückgetreten war.
„Wir haben den Damm zu spät geprüft“, sagte Bürgermeisterin Ida Quist.
Aus Norvanien kamen am Montag zwölf Boote."""


@functools.cache
def cites() -> tuple[Cite, ...]:
    article = Article("flut", "", "", "", TEXT, WHEN, published=WHEN, language="de")
    return tuple(Cite(article, span) for span in sentences(TEXT))


def reasons(claim: str, *numbers: int) -> list[Reason]:
    chosen = [cites()[number - 1] for number in numbers]
    names = {"flut": names_of_text(TEXT, german())}
    return [one.reason for one in faults_of(claim, CitedSentences.of(chosen, names, german()))]


def test_a_point_after_a_day_of_the_month_ends_no_sentence() -> None:
    assert len(cites()) == 10


@pytest.mark.parametrize(
    ("text", "worth"),
    [
        ("1.400 Menschen", [1400]),
        ("3,5 Millionen Euro", [3.5e6]),
        ("ein Dutzend Kinder", [12]),
        ("zweihundert Boote", [200]),
        ("dreiundzwanzig Boote", [23]),
        ("fünftausend Boote", [5000]),
        ("am 3. Mai um 20.15 Uhr", [3, 20.15]),
        ("1.234.567,89 Euro", [1234567.89]),
        ("die Hälfte der Boote", [50]),
        ("2 Mrd. Euro", [2e9]),
    ],
)
def test_numbers_are_worth_what_german_makes_them(text: str, worth: list[float]) -> None:
    found = [one.value for one in figures(read(text, german().grammar))]
    if "20.15" in text:
        worth = [3, 20, 15]  # an hour and its minutes
    assert found == pytest.approx(worth)


@pytest.mark.parametrize(
    ("claim", "cited"),
    [
        ("Die Alde überschwemmte am Montag 345 Häuser.", [1]),
        ("Rund 1.400 Menschen kamen in zwei Turnhallen unter.", [2]),
        ("Kestmünde bat um 3.500.000 Euro Hilfe.", [3]),
        ("Am 3. Mai kamen zwölf Kinder in Turnhallen unter.", [2]),
        ("Bo Lund warnte den Stadtrat nicht.", [4]),
        ("Das Wasser stieg um 40 % binnen drei Stunden.", [5]),
        ("Am Mittwoch fährt die Fähre nicht.", [6]),
        ("Keine Pläne für ein Hochwasser hatte der Stadtrat.", [7]),
        ("Lund trat im März zurück.", [8]),
        ("Die Bürgermeisterin von Kestmünde, Ida Quist, bat um Hilfe.", [3]),
        ("Kestmünde bat nach der Überschwemmung um Hilfe.", [1, 3]),
    ],
)
def test_what_the_cited_sentences_say_is_supported(claim: str, cited: list[int]) -> None:
    assert reasons(claim, *cited) == []


@pytest.mark.parametrize(
    ("claim", "cited", "reason"),
    [
        ("Die Alde überschwemmte am Montag 346 Häuser.", [1], Reason.NUMBER),
        ("Rund 1,4 Menschen kamen in zwei Turnhallen unter.", [2], Reason.NUMBER),
        ("Kestmünde bat um 3,5 Milliarden Euro Hilfe.", [3], Reason.NUMBER),
        ("Kestmünde bat um 3,5 Millionen Dollar Hilfe.", [3], Reason.UNIT),
        ("Das Wasser stieg binnen drei Stunden um 40 Prozentpunkte.", [5], Reason.UNIT),
        ("Das Wasser stieg binnen drei Tagen um 40 Prozent.", [5], Reason.UNIT),
        ("Am 4. Mai kamen 1.400 Menschen in Turnhallen unter.", [2], Reason.NUMBER),
        ("Am 3. Juni kamen 1.400 Menschen in Turnhallen unter.", [2], Reason.DATE),
        ("Die Alde überschwemmte am Freitag 345 Häuser.", [1], Reason.DATE),
        ("Der Experte Bo Lund baute den Damm 1978.", [4], Reason.DATE),
        ("Norvanien bat um 3,5 Millionen Euro Hilfe.", [3], Reason.NAME),  # though the article names it
        ("Kestmünde bat Sarkonien um 3,5 Millionen Euro Hilfe.", [3], Reason.NAME),
        ("Kestmünde bat um Hilfe, sagte Bürgermeisterin Tove Berg.", [3], Reason.NAME),
        ("Die Expertin Ida Quist, die den Damm 1987 gebaut hatte, warnte nicht.", [3, 4], Reason.PERSON),
        ("Das Wasser stieg binnen drei Stunden nicht um 40 Prozent.", [5], Reason.NEGATION),
        ("Die Fähre fährt am Mittwoch.", [6], Reason.NEGATION),
        ("Der Experte Bo Lund warnte den Stadtrat.", [4], Reason.NEGATION),
        ("Der Stadtrat hatte Pläne für ein Hochwasser.", [7], Reason.NEGATION),
        ("Kestmünde bat nicht um 3,5 Millionen Euro Hilfe.", [3], Reason.NEGATION),
        ("Weder der Fluss Alde noch Regen überschwemmte am Montag 345 Häuser.", [1], Reason.NEGATION),
        ("Das Wasser sank binnen drei Stunden um 40 Prozent.", [5], Reason.ANTONYM),
        ("Ida Quist kritisierte die Helfer.", [8], Reason.ANTONYM),
    ],
)
def test_what_they_do_not_say_is_found(claim: str, cited: list[int], reason: Reason) -> None:
    assert reason in reasons(claim, *cited)


def test_every_sentence_of_the_article_is_supported_by_itself() -> None:
    texts = [cite.article.words(cite.span) for cite in cites()]
    assert [reasons(text, number) for number, text in enumerate(texts, 1)] == [[]] * len(texts)


# --- through the whole gate --------------------------------------------------------------------------


@functools.cache
def gate() -> Gate:
    article = cites()[0].article
    given = AnnotatedArticle(article, find_quotes(article, german()))
    return Gate.of(Sources((given,), cites(), given.quotes), german(), "Schreibe höchstens vier Sätze.")


def printed(text: str, *numbers: int) -> str | list[Reason]:
    bullet, _, faults = gate().bullet(DraftBullet(text, numbers))
    return bullet.text if bullet else [reason for reason, _ in faults]


def test_a_german_bullet_is_printed_with_the_articles_own_quote() -> None:
    assert printed("Die Fähre fährt am Mittwoch nicht.", 6) == "Die Fähre fährt am Mittwoch nicht."
    told = printed("„Wir haben den Damm zu spät geprüft“, sagte Ida Quist.", 9)
    assert told == "“Wir haben den Damm zu spät geprüft”, sagte Ida Quist."
    assert printed("Ida Quist zufolge wurde geprüft: [q1].", 9) != told


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("The ferry does not sail on Wednesday, the town of Kestmünde said.", Reason.LANGUAGE),
        ("Wir wissen, dass die Fähre am Mittwoch nicht fährt.", Reason.ASIDE),
        ("Laut dem Artikel fährt die Fähre am Mittwoch nicht.", Reason.ASIDE),
        ("Die Fähre fährt leider am Mittwoch nicht.", Reason.OPINION),
        ("Die Fähre fährt am Mittwoch nicht, mehr auf www.faehre.example.", Reason.LINK),
        ("Die Fähre fährt am Mittwoch nicht, @everyone.", Reason.PING),
        ("„Wir haben den Damm nie geprüft“, sagte Ida Quist.", Reason.QUOTE),
        ("„Wir haben den Damm zu spät geprüft“, sagte Bo Lund.", Reason.SPEAKER),
    ],
)
def test_what_no_briefing_says_is_not_printed(text: str, reason: Reason) -> None:
    found = printed(text, 6, 8, 9)
    assert isinstance(found, list)
    assert reason in found


def test_drafts_are_checked_in_the_languages_that_say_how_they_are_read() -> None:
    assert set(checked_in()) == {"en", "de"}


# --- a text of ours against sources ------------------------------------------------------------------


def test_a_german_text_is_held_against_german_sources() -> None:
    draft = (
        "Die Fähre fährt am Donnerstag nicht. Kestmünde bat um 3,5 Millionen Euro Hilfe, sagte Ida Quist. "
        "The ferry does not sail on the day that was planned."
    )
    own = lexicon_of(draft.partition(" The")[0], checked_in())
    assert own.language == "de"
    assert lexicon_of("The ferry does not sail on Wednesday.", checked_in()).language == "en"
    given = AnnotatedArticle(cites()[0].article, find_quotes(cites()[0].article, own))
    found = sourced.check(draft, sourced.SourceSentences.of([given], own))
    assert [[fault.reason for fault in one.faults] for one in found] == [[Reason.DATE], [], []]
    assert [one.left for one in found] == ["", "", "not in German"]
