from __future__ import annotations

from bot.core.outline import split
from bot.model import Control, Heading, Outline, Paragraph, Section

MORE = (Control("more", "id", "More"),)


def size(section: Section) -> int:
    """The characters of all texts, and ten a button."""
    texts = [block.text for block in section.blocks if isinstance(block, Heading | Paragraph)]
    return sum(map(len, texts)) + 10 * len(section.controls)


def section(*lengths: int, heading: str = "H", controls: tuple[Control, ...] = ()) -> Section:
    return Section((Heading(heading), *(Paragraph("x" * length) for length in lengths)), controls)


def test_what_fits_stays_whole() -> None:
    outline = Outline("T", (section(10), section(20)), "lead", "footer")
    assert split(outline, 100, size) == [outline]


def test_sections_go_whole_into_the_next_part() -> None:
    first, second = section(50), section(60)
    parts = split(Outline("T", (first, second), "lead", "footer"), 80, size)
    assert [part.sections for part in parts] == [(first,), (second,)]
    assert [part.title for part in parts] == ["T", "T (continued)"]
    assert [part.lead for part in parts] == ["lead", ""]
    assert [part.footer for part in parts] == ["", "footer"]


def test_a_section_larger_than_the_limit_is_split_between_blocks_under_its_heading() -> None:
    large = section(40, 40, 40, controls=MORE)
    parts = split(Outline("T", (large,)), 65, size)
    assert [[type(block) for block in part.sections[0].blocks] for part in parts] == [
        [Heading, Paragraph],
        [Heading, Paragraph],
        [Heading, Paragraph],
    ]
    assert parts[1].sections[0].blocks[0] == Heading("H (continued)")
    assert [part.sections[0].controls for part in parts] == [(), (), MORE]


def test_a_single_block_over_the_limit_is_kept_whole() -> None:
    parts = split(Outline("T", (section(500),)), 60, size)
    assert [block for part in parts for block in part.sections[0].blocks][1] == Paragraph("x" * 500)


def test_an_outline_without_sections_is_one_part() -> None:
    empty = Outline("T", (), "lead", "footer")
    assert split(empty, 10, size) == [empty]
