from datetime import UTC, datetime, timedelta

import pytest

from bot.core.threads import excerpts, opening_link, people
from bot.core.threads.talk import MOST_OF_ONE, MOST_SAID
from bot.model import Message, Said, Span, Talk

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def talk(*lines: tuple[str, str], ours: tuple[int, ...] = ()) -> Talk:
    return Talk(
        tuple(
            Message(
                str(at),
                author,
                text,
                NOON + timedelta(minutes=at),
                f"https://chat.example/{at}",
                ours=at in ours,
            )
            for at, (author, text) in enumerate(lines)
        )
    )


def said(one: Talk) -> list[tuple[str, str]]:
    return [(each.author, each.text) for each in excerpts(one)]


FERRY = talk(
    ("Ana", "The ferry is late again and nobody tells the schools."),
    ("Ben", "ok"),
    ("Ben", "Which ferry do you mean? The island ferry had its bow door repaired."),
    ("Cem", "> The island ferry had its bow door repaired.\nThat repair took three weeks, not two."),
    ("Ana", "```\nferry = late\n```"),
    ("Dee", "lol"),
    ("Ana", "Then I will write to the council about the ferry and the schools."),
)


def test_who_said_what_is_told_in_order_from_the_opening_to_the_end() -> None:
    assert said(FERRY) == [
        ("Ana", "The ferry is late again and nobody tells the schools."),
        ("Ben", "Which ferry do you mean?"),
        ("Ben", "The island ferry had its bow door repaired."),
        ("Cem", "That repair took three weeks, not two."),
        ("Ana", "Then I will write to the council about the ferry and the schools."),
    ]


def test_each_leads_to_its_message() -> None:
    assert [each.url for each in excerpts(FERRY)][:2] == ["https://chat.example/0", "https://chat.example/2"]


def test_what_somebody_quotes_of_another_is_not_theirs() -> None:
    assert "repaired" not in " ".join(text for author, text in said(FERRY) if author == "Cem")
    assert said(talk(("Cem", "> Nobody leads the talks here."))) == []


def test_what_on_record_wrote_is_not_told_again() -> None:
    assert said(
        talk(("On Record", "Nobody leads the talks here."), ("Ana", "I lead the talks."), ours=(0,))
    ) == [("Ana", "I lead the talks.")]


def test_who_asks_to_be_caught_up_says_nothing_by_it() -> None:
    lines = [("Ana", "We meet on Monday."), ("Ben", "@On Record catch me up"), ("Cem", "catch us up please")]
    assert said(talk(*lines)) == [("Ana", "We meet on Monday.")]


def test_what_was_said_twice_is_told_once() -> None:
    assert said(talk(("Ana", "We meet on Monday."), ("Ben", "We meet on monday!"))) == [
        ("Ana", "We meet on Monday.")
    ]


def test_a_long_thread_is_cut_to_what_recurs_and_nobody_fills_it() -> None:
    lines = [("Ana", f"The harbour talks, part {number}, go on in hall {number}.") for number in range(20)]
    lines += [("Ben", "The harbour talks end on Friday."), ("Cem", "A cat sat down somewhere.")]
    lines += [("Dee", f"Word{number} stands alone here today.") for number in range(20)]
    found = excerpts(talk(*lines))
    assert len(found) <= MOST_SAID
    assert sum(each.author == "Ana" for each in found) == MOST_OF_ONE
    assert ("Ben", "The harbour talks end on Friday.") in said(talk(*lines))


def test_one_person_alone_may_fill_it() -> None:
    lines = [("Ana", f"Point {number} is about quay {number}.") for number in range(12)]
    assert len(excerpts(talk(*lines))) == MOST_SAID


def test_people_are_named_in_the_order_in_which_they_came() -> None:
    assert people(FERRY) == ("Ana", "Ben", "Cem", "Dee")


def test_a_thread_opens_with_the_link_of_its_first_message() -> None:
    assert opening_link(talk(("Ana", "see https://quay.example/ferry"), ("Ben", "ok"))) == (
        "https://quay.example/ferry"
    )
    assert opening_link(FERRY) is None
    assert opening_link(Talk(())) is None


def test_nobody_is_given_words_that_are_not_in_their_message() -> None:
    (message,) = talk(("Ana", "I lead")).messages
    with pytest.raises(ValueError, match="part of their message"):
        Said(message, Span(0, 7))
