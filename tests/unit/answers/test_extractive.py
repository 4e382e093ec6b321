"""Which sentences are shown as the answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.config import answer_judgement
from bot.core.answers import extractive
from bot.core.answers.query import Sought, weigh
from bot.core.answers.rank import RankedHit, confidence, rank
from bot.core.checks import fault
from bot.model import AnnotatedArticle, Bullet, Quote, QuoteKind, Span
from tests.fakes.stored_articles import article, hit

JUDGED = answer_judgement()


def sought(question: str) -> Sought:
    return weigh(question, 1000, {})


def ranked(question: str, *texts: str) -> tuple[list[RankedHit], dict[str, AnnotatedArticle]]:
    made = [
        replace(article(text, f"https://a.example/{n}", "News"), id=f"a{n}") for n, text in enumerate(texts)
    ]
    return rank([hit(each, question) for each in made], sought(question)), {
        each.id: AnnotatedArticle(each) for each in made
    }


def bullets(question: str, *texts: str) -> list[str]:
    found, reads = ranked(question, *texts)
    return [bullet.text for bullet in chosen(question, found, reads)]


def chosen(question: str, found: list[RankedHit], reads: dict[str, AnnotatedArticle]) -> tuple[Bullet, ...]:
    candidates = extractive.candidates(found, reads, sought(question), JUDGED.ranking)
    return tuple(one.bullet() for one in extractive.choose(candidates))


def test_a_number_is_shown_to_who_asks_for_one() -> None:
    told = bullets(
        "How many cables did the harbour bridge get?",
        "The harbour bridge got new cables that shine in the sun.",
        "The harbour bridge got 340 new cables in May.",
    )
    assert told[0] == "The harbour bridge got 340 new cables in May."


def test_no_more_than_three_and_none_twice() -> None:
    sentences = [f"The harbour bridge carried {name} over the water." for name in ("cars", "trams", "bikes")]
    same = "The harbour bridge carried the cars over the water."
    text = "\n\n".join([*sentences, same, "The harbour bridge was painted blue by the town council in June."])
    told = bullets("What about the harbour bridge?", text, text.replace("bikes", "boats"))
    assert 2 <= len(told) <= 3
    assert sum("cars" in each for each in told) <= 1


def test_what_leans_on_another_sentence_comes_after_what_stands_alone() -> None:
    leaning = "He reopened the harbour bridge on Monday."
    alone = "Mayor Silva reopened the harbour bridge on Monday at ten."
    assert (fault(leaning), fault(alone)) == (extractive.LEANS, None)
    assert bullets("Who reopened the harbour bridge?", f"{leaning}\n\n{alone}")[0].startswith("Mayor Silva")


def test_a_question_a_form_and_a_heading_are_never_shown() -> None:
    text = (
        "Who reopened the harbour bridge?\n\nHarbour bridge\n\nLeave a reply about the harbour bridge here."
    )
    assert bullets("Who reopened the harbour bridge?", text) == []


def test_a_piece_of_a_longer_speech_is_not_shown_as_the_articles_own_words() -> None:
    text = "“The harbour bridge is closed. The harbour bridge will be sold to nobody at all,” Ana Silva said."
    assert "The harbour bridge is closed." not in "".join(bullets("Is the harbour bridge closed?", text))


def test_the_quotes_in_a_sentence_come_along() -> None:
    question = "Who spoke about the harbour bridge?"
    text = "Ana Silva said of the harbour bridge: “It will stand for a hundred years.”"
    found, reads = ranked(question, text)
    start = text.index("It will")
    quote = Quote(reads["a0"].article, (Span(start, len(text) - 1),), QuoteKind.QUOTE, "Ana Silva")
    (bullet,) = chosen(question, found, {"a0": AnnotatedArticle(reads["a0"].article, (quote,))})
    assert bullet.quotes == (quote,)


def test_speech_of_someone_unknown_is_not_shown() -> None:
    question = "Who spoke about the harbour bridge?"
    text = "The crowd at the harbour bridge heard: “It will stand for a hundred years.”"
    found, reads = ranked(question, text)
    article_ = reads["a0"].article
    quote = Quote(article_, (Span(text.index("It will"), len(text) - 1),), QuoteKind.QUOTE)
    assert chosen(question, found, {"a0": AnnotatedArticle(article_, (quote,))}) == ()


def test_what_is_said_by_many_comes_before_what_is_said_once() -> None:
    texts = [
        f"The harbour bridge was opened by Ana Silva {when}." for when in ("today", "at noon", "in rain")
    ]
    told = bullets(
        "Who opened the harbour bridge?", "The harbour bridge was opened by Bo Berg today.", *texts
    )
    assert "Silva" in told[0]


def test_confidence_falls_with_what_is_missing_and_is_none_without_hits() -> None:
    question = "Who reopened the harbour bridge?"
    whole, _ = ranked(question, "Mayor Silva reopened the harbour bridge.")
    part, _ = ranked(question, "A bridge.")
    levels = [
        confidence(whole, sought(question)),
        confidence(part, sought(question)),
        confidence([], sought(question)),
    ]
    assert levels == sorted(levels, reverse=True)
    assert levels[0] < 1
    assert levels[-1] == 0


def test_what_holds_now_is_not_answered_with_what_is_out_of_date() -> None:
    question = "How many cables does the harbour bridge have now?"
    found, reads = ranked(
        question, "The harbour bridge has 340 cables in all.", "The harbour bridge has 290 cables in all."
    )
    old = reads["a1"].article
    past = replace(old, published=old.dated - timedelta(days=9))
    reads["a1"] = AnnotatedArticle(past)
    found = [
        replace(each, hit=replace(each.hit, article=reads[each.hit.article.id].article)) for each in found
    ]
    assert [bullet.text for bullet in chosen(question, found, reads)] == [
        "The harbour bridge has 340 cables in all."
    ]


def test_in_a_thread_he_and_each_are_nobody_whom_its_story_does_not_know() -> None:
    asked = replace(sought("how did he plead"), story={"lund": 1.0})
    texts = (
        "Lund was held in Aldmouth. In Moss the parents Ida and Per Quist let it happen. Each of them pleaded not guilty on Monday.",
        "Lund was brought to a court in Aldmouth. He pleaded guilty to all of it on Monday.",
    )
    found, reads = ranked("how did he plead in Lund court", *texts)
    told = extractive.candidates(found, reads, asked, JUDGED.ranking, known={"lund", "aldmouth"})
    words = {one.text for one in told}
    assert "He pleaded guilty to all of it on Monday." in words
    assert "Each of them pleaded not guilty on Monday." not in words
    of_the_story = extractive.candidates(found, reads, asked, JUDGED.ranking, ("a0", "a1"), known={"lund"})
    assert len(of_the_story) >= len(told)
