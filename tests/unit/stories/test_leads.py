"""Which articles of a window are of one event, by the weights that ship."""

from bot.config import judgement
from bot.core.stories.leads import events
from bot.model import AnnotatedArticle
from tests.fakes.stories import annotated

WAYS = ("resigns over harbour sale", "quits in harbour row", "steps down after the harbour sale")


def report(number: int) -> AnnotatedArticle:
    """One of many independent reports of one event."""
    return annotated(
        f"Port Ellis mayor Okafor {WAYS[number % 3]}",
        f"Mayor Ngozi Okafor of Port Ellis left office on Sunday over the sale of the harbour to Norvik."
        f" Councillor X{number}a Y{number}b asked for it {number} days ago at a hall in Z{number}c.",
        outlet=f"Post {number}",
    )


def garden(number: int) -> AnnotatedArticle:
    return annotated(
        f"Garden K{number}a opens", f"A garden opened in K{number}a near M{number}b.", outlet=f"G{number}"
    )


def test_an_event_that_fills_the_window_stays_one_story() -> None:
    for many in (20, 120):
        reads = [*(report(number) for number in range(many)), *(garden(number) for number in range(30))]
        assert max(len(story.articles) for story in events(reads, judgement())) == many


def test_a_few_short_texts_alike_in_their_words_alone_are_of_two_events() -> None:
    crash = annotated(
        "Crash in Perth kills two", "A crash in Perth killed two people on Saturday, police said."
    )
    storm = annotated(
        "Storm in Oslo",
        "A storm in Oslo killed two people on Saturday, police said. Winds reached 120 kilometres per hour.",
        outlet="Valley Times",
    )
    assert len(events([crash, storm], judgement())) == 2
    again = annotated(
        "Two dead in Perth crash", "Two people were killed in Perth on Saturday, police said.", outlet="Post"
    )
    assert sorted(len(story.articles) for story in events([crash, storm, again], judgement())) == [1, 2]
