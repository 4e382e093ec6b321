"""German articles of our own: what its capitals, its order and its marks ask of the engine."""

from __future__ import annotations

import pytest

from bot.adapters.lexicons import lexicons
from bot.core.quotes import find_quotes
from bot.core.reading.language import lexicon_for
from bot.core.reading.tokens import fold_words
from bot.model import Article, Quote, QuoteKind
from tests.fakes.articles import WHEN, article

KNOWN = lexicons()


def german(text: str) -> tuple[Quote, ...]:
    return find_quotes(article(text), KNOWN["de"])


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Der Leiter des Hafenamts der Stadt, Klaus Brandow, sagte: „Wir öffnen den Kai am Montag.“",
            "Klaus Brandow",
        ),
        (
            "„Wir öffnen den Kai am Montag“, sagte Hafenministerin Ulrike Sandmann am Freitag.",
            "Ulrike Sandmann",
        ),
        ("„Wir öffnen den Kai am Montag“, so Bürgermeister Jörg Eichwald.", "Jörg Eichwald"),
        ("Jörg Eichwald kam am 4. Mai. Eichwald: „Wir öffnen den Kai am Montag.“", "Jörg Eichwald"),
        ("Laut Hafenchefin Ulrike Sandmann ist das „eine echte Hilfe für alle Fischer“.", "Ulrike Sandmann"),
        ('Ursula von der Weide betonte: "Wir öffnen den Kai am Montag."', "Ursula von der Weide"),
    ],
)
def test_a_german_speaker_is_named(text: str, speaker: str) -> None:
    assert [quote.speaker for quote in german(text)] == [speaker]


def test_a_pronoun_is_whoever_was_named() -> None:
    text = "Die Hafenchefin Ulrike Sandmann stellte den Plan vor. Sie sagte: „Wir öffnen den Kai am Montag.“"
    assert [quote.speaker for quote in german(text)] == ["Ulrike Sandmann"]


def test_what_a_noun_or_an_article_names_is_no_speech() -> None:
    text = "Die Stadt lobte das Album „Lieder vom alten Hafen“ und den „Preis der freien Fischer“."
    assert [quote.kind for quote in german(text)] == [QuoteKind.NOT_SPEECH, QuoteKind.NOT_SPEECH]


def test_nouns_are_told_from_names_by_what_stands_before_them() -> None:
    words = "Der Hafen gehört Klaus Brandow . Brandows Zeitung kennt Eichwald , die Planung und den SPD-Chef .".split()
    folded = dict(zip(words, fold_words(words, KNOWN["de"]), strict=True))
    assert [word for word in words if folded[word][1]] == [
        "Klaus",
        "Brandow",
        "Brandows",
        "Eichwald",
        "SPD-Chef",
    ]
    assert folded["Brandows"][0] == "brandow's"
    assert folded["SPD-Chef"][0] == "chef"


@pytest.mark.parametrize(
    ("text", "said", "language"),
    [
        ("Die Stadt hat den Kai nach dem Sturm wieder geöffnet.", None, "de"),
        ("The city has opened the quay again after the storm.", None, "en"),
        ("The city has opened the quay again after the storm.", "de", "de"),
        ("La ville a rouvert le quai.", "fr", "fr"),
        ("La ville a rouvert le quai après la tempête, et les pêcheurs sont revenus.", None, "fr"),
        ("La ciudad reabrió el muelle y los pescadores volvieron con sus barcos.", None, "es"),
        ("Il comune ha riaperto il molo dopo la tempesta e i pescatori sono tornati.", None, "it"),
        ("A cidade reabriu o cais depois da tempestade e os pescadores não saíram.", None, "pt"),
        ("Staden öppnade kajen igen efter stormen och fiskarna är tillbaka.", None, "other"),
        ("港の桟橋は嵐の後に再開された。", None, "other"),
        ("Staden öppnade kajen igen.", "sv", "other"),
        ("“Kami akan terus bekerja,” kata Siti Rahayu kepada wartawan di Jakarta, Senin.", None, "other"),
        ("“Tutaendelea kufanya kazi,” alisema Juma Mwangi katika mkutano wa jana.", None, "other"),
        ("“Continuarem treballant,” va dir Jordi Puig als periodistes dilluns al matí.", None, "other"),
        ("“Seguiremos traballando,” dixo Xosé Castro aos xornalistas na rúa o luns.", None, "other"),
        ("“Ons sal aanhou werk,” het Piet Botha Maandag aan verslaggewers gesê.", None, "other"),
        ("“Magtatrabaho pa rin kami,” sabi ni Maria Santos sa mga mamamahayag.", None, "other"),
        ("", None, "en"),
    ],
)
def test_an_article_is_read_in_its_own_language(text: str, said: str | None, language: str) -> None:
    page = Article("one", "", "", "", text, WHEN, language=said)
    assert lexicon_for(page, KNOWN).language == language
