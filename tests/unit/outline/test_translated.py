"""A story in another language as each platform shows it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.core import outline
from bot.core.briefing import extractive
from bot.core.outline import drafting
from bot.model import Briefing, FallbackReason, Story, Translated, Translation
from bot.platforms.console import render_text
from bot.platforms.discord.render import markdown
from bot.platforms.slack.render import add_block, plain_lines
from bot.platforms.slack.richtext import RichText
from bot.platforms.web.render import render
from tests.fakes.stories import BRIDGE

HEADLINE, FIRST = "Die Brücke von Aldmouth ist zu", "Die Brücke ist <b>gesperrt</b> *seit* Sonntag."


def german(**changes: object) -> Briefing:
    plain = extractive.brief(Story((BRIDGE,)))
    assert plain is not None
    own = (
        Translation(plain.headline, HEADLINE, "de", "en"),
        Translation(plain.bullets[0], FIRST, "de", "en"),
    )
    return replace(plain, translated=replace(Translated("de", own), **changes))  # type: ignore[arg-type]


def test_the_heading_and_the_bullets_that_passed_are_in_the_language_and_the_story_ends_with_the_label() -> (
    None
):
    briefing = german()
    shown = render_text(outline.of_briefing(briefing))
    assert FIRST in shown
    assert briefing.bullets[0].text not in " ".join(shown.split())
    assert "Translated by machine from English; quotes are in the original." in " ".join(shown.split())


def test_every_platform_shows_the_words_without_marks_or_markup() -> None:
    briefing = german()
    assert briefing.translated
    line = briefing.translated.lines[1]
    rich = RichText()
    add_block(line, rich)
    assert "gesperrt" in json.dumps(rich.blocks(), ensure_ascii=False)
    assert "• Die Brücke" in "\n".join(plain_lines(outline.of_briefing(briefing)))
    assert markdown(line).startswith("- Die Brücke ist ")
    assert "*seit*" not in markdown(line).replace("\\*", "")
    assert [FIRST, False] in render(outline.of_briefing(briefing))["sections"][0]["blocks"][0]["bullets"][0][
        "runs"
    ]


def test_the_footer_counts_lines_and_says_why_there_are_none() -> None:
    assert drafting.translated([german(), german(left=2)]) == (
        "4 lines translated into German by machine."
        " 2 lines left as in the article: no translation passed the checks."
    )
    spent = german(lines=(), fallback=FallbackReason.BUDGET)
    assert drafting.translated([spent]) == (
        "1 story not translated into German by the model: its budget for today is spent."
    )
    assert drafting.translated([replace(german(), translated=None)]) == ""


@pytest.mark.parametrize("mark", ['"', "“", "”", "„", "«", "»"])
def test_no_translation_holds_quotation_marks(mark: str) -> None:
    with pytest.raises(ValueError, match="no quotation marks"):
        Translation("A headline", f"Eine {mark}Zeile", "de", "en")
