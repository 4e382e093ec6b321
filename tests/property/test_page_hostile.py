"""Strangers' words in every place where the page shows them: nothing turns, nothing links elsewhere."""

from __future__ import annotations

import random
import re
from html import unescape
from urllib.parse import urlsplit

from bot.platforms.web.render import ChatMessage, Templates, View, render, render_typed
from tests.conftest import cases
from tests.fakes.desk import DAILY, MORNING, place
from tests.fakes.hostile_strings import hostile, outlines, turned

STRINGS = cases(40, 400)
LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


def test_no_words_of_strangers_turn_the_page_or_name_a_link_like_another_address() -> None:
    luck = random.Random(20260304)
    templates = Templates()
    for _ in range(STRINGS):
        for made, allowed in outlines(luck):
            bodies = [render(made), render_typed(hostile(luck))]
            log = [ChatMessage(str(number), "On Record", body, MORNING) for number, body in enumerate(bodies)]
            page = templates.page(
                [DAILY], View(place(), log, False, hostile(luck)), None, "token", leave=False
            )
            assert turned(page) == set()
            for url, label in LINK.findall(templates.view(View(place(), log, False))):
                assert unescape(url) in allowed
                assert "evil.example" not in label or "evil.example" in urlsplit(url).netloc
