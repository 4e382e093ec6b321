"""The colours of the page against WCAG 2.2 AA: 4.5 for text, 3 for what frames a control."""

import re

import pytest

from bot.platforms.web.render import STATIC

LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", block))
    for block in re.findall(r":root \{(.*?)\n\s*\}", (STATIC / "page.css").read_text("utf-8"), re.DOTALL)
)
TEXT = [
    ("ink", "paper"),
    ("ink", "side"),
    ("ink", "said"),
    ("ink", "line"),
    ("soft", "paper"),
    ("soft", "side"),
    ("soft", "said"),
    ("soft", "line"),
    ("link", "paper"),
    ("link", "side"),
    ("accent", "paper"),
    ("on-accent", "accent"),
    ("on-mark", "mark"),
]


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    shares = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_measure_is_that_of_the_standard() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back"), TEXT)
def test_text_can_be_read(colours: dict[str, str], front: str, back: str) -> None:
    assert contrast(colours[front], colours[back]) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_controls_can_be_seen(colours: dict[str, str]) -> None:
    assert contrast(colours["edge"], colours["paper"]) >= 3
