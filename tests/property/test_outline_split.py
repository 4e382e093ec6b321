from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.core.outline import split
from bot.model import Control, Heading, Outline, Paragraph, Section

LIMIT = 120

paragraphs = st.integers(0, 90).map(lambda length: Paragraph("x" * length))
sections = st.builds(
    lambda heading, blocks, controls: Section(
        (*([Heading("head")] if heading else []), *blocks), (Control("more", "id", "More"),) * controls
    ),
    st.booleans(),
    st.lists(paragraphs, max_size=6),
    st.integers(0, 2),
)


def size(section: Section) -> int:
    texts = [block.text for block in section.blocks if isinstance(block, Heading | Paragraph)]
    return sum(map(len, texts)) + 10 * len(section.controls)


@given(st.lists(sections, max_size=8))
def test_every_part_fits_and_nothing_is_lost_or_moved(found: list[Section]) -> None:
    outline = Outline("T", tuple(found), "lead", "footer")
    parts = split(outline, LIMIT, size)
    assert all(sum(map(size, part.sections)) <= LIMIT for part in parts)
    assert _paragraphs(parts) == _paragraphs([outline])
    assert _controls(parts) == _controls([outline])
    assert [part.lead for part in parts] == ["lead", *[""] * (len(parts) - 1)]
    assert parts[-1].footer == "footer"


@given(st.lists(sections, max_size=8))
def test_a_section_that_fits_is_never_split(found: list[Section]) -> None:
    parts = split(Outline("T", tuple(found)), LIMIT, size)
    whole = [section for part in parts for section in part.sections]
    assert all(section in whole for section in found if size(section) <= LIMIT)


def _paragraphs(outlines: list[Outline]) -> list[Paragraph]:
    return [
        block
        for outline in outlines
        for section in outline.sections
        for block in section.blocks
        if isinstance(block, Paragraph)
    ]


def _controls(outlines: list[Outline]) -> list[Control]:
    return [control for outline in outlines for section in outline.sections for control in section.controls]
