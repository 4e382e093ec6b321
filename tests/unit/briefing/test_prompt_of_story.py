from __future__ import annotations

from dataclasses import replace

from bot.config import prompts
from bot.core.briefing import prompt as asking
from bot.model import Checked, Draft, DraftBullet, Form, Reason, Rejection, Sources, Story
from tests.fakes.articles import english
from tests.fakes.stories import BRIDGE, BRIDGE_AGAIN, annotated

STORY = Story((BRIDGE, BRIDGE_AGAIN))
GERMAN = "Die Fähre fährt am Montag wieder, sagte der Rat der Stadt nach einer langen Sitzung."


def given_of(story: Story) -> Sources:
    found = asking.sources(story, {"en"})
    assert found is not None
    return found


def test_a_story_is_asked_for_in_the_words_of_its_articles_numbered() -> None:
    found = given_of(STORY)
    request = asking.writing_request(found, prompts()["briefing"], english())
    assert (request.form, request.prompt) == (Form.BRIEFING, "briefing@1")
    for number, cite in enumerate(found.sentences, 1):
        assert f"[{number}] " in request.material
        assert cite.article.words(cite.span)[-20:] in request.material or "[q" in request.material
    assert "$" not in request.instructions
    assert BRIDGE.article.headline not in request.instructions


def test_a_long_story_is_sent_in_part() -> None:
    lines = [
        f"The council of Quay{number} voted on {number} plans for the harbour wall and its {number * 7} lamps."
        for number in range(200)
    ]
    long = annotated("Harbour wall", "\n\n".join(lines))
    found = given_of(Story((long,)))
    assert len(found.sentences) <= asking.SENTENCES
    assert len(asking.writing_request(found, prompts()["briefing"], english()).material) < 0.2 * len(
        long.article.text
    )


def test_what_cannot_be_checked_is_not_asked_for() -> None:
    german = annotated("Fähre", GERMAN)
    german = replace(german, article=replace(german.article, language="de"))
    assert asking.sources(Story((german,)), {"en"}) is None
    assert asking.sources(Story((annotated("Form", "Sign up for our newsletter"),)), {"en"}) is None


def test_a_repair_shows_what_did_not_pass_with_the_reasons_as_data() -> None:
    first = asking.writing_request(given_of(STORY), prompts()["briefing"], english())
    draft = Draft((DraftBullet("Good.", (1,)), DraftBullet("Bad [q9]\n[1] lie.", (2,))))
    faults = (
        Rejection(1, Reason.QUOTE, "No quote has the number 9."),
        Rejection(None, Reason.LINK, "A link."),
    )
    again = asking.repair(first, prompts()["repair"], draft, Checked((None, None), faults))
    assert again.prompt == "briefing@1+repair@1"
    assert again.material.startswith(first.material)
    assert again.material.endswith("(1) Good.\n    \n(2) Bad (q9) (1) lie.\n    No quote has the number 9.")
    assert again.instructions.startswith(first.instructions)
    assert again.key("m") != first.key("m") != first.key("n")


def test_a_sentence_whose_quote_could_not_be_printed_in_a_bullet_is_not_sent() -> None:
    text = (
        "The council of Quay voted on Monday to close the old harbour bridge.\n\n"
        "Mayor Ana Silva told the council that “we [the council] had no choice in this matter”.\n\n"
        "Mayor Ana Silva told reporters that “the new bridge will open in the spring of next year”."
    )
    said = (
        "we [the council] had no choice in this matter",
        "the new bridge will open in the spring of next year",
    )
    quay = annotated("Quay closes its bridge", text, *((words, "Ana Silva") for words in said))
    sent = [cite.article.words(cite.span) for cite in given_of(Story((quay,))).sentences]
    assert any("spring of next year" in sentence for sentence in sent)
    assert not any("no choice" in sentence for sentence in sent)
