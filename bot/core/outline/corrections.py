"""Notes below the quotes of a posted message that later versions of their articles change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from bot.core.quotes.corrections import correction
from bot.core.reading.language import lexicon_for
from bot.core.reading.lexicon import Lexicon
from bot.model import (
    Block,
    Bullet,
    Correction,
    CorrectionNote,
    Digest,
    Outline,
    Part,
    Quote,
    Revision,
    Section,
    Span,
    Translation,
    Wording,
)

Printed = tuple[str, tuple[Span, ...]]
"""A quote as it stands in its version of the article: by the article's id and the spans."""

Corrections = Mapping[Printed, Correction]


def key(quote: Quote) -> Printed:
    """The same for a quote wherever a digest prints it."""
    return quote.article.id, quote.spans


def shown(revisions: Sequence[Revision]) -> dict[Printed, Correction]:
    """What readers were shown of which quotes."""
    return {key(one.quote): one for revision in revisions for one in revision.corrections}


def corrections_of(
    digest: Digest,
    parts: Sequence[Part],
    revisions: Sequence[Revision],
    lexicons: Mapping[str, Lexicon],
) -> dict[Printed, Correction]:
    """What is to be said of each quote that the parts of a digest print, as of the newest versions."""
    reads = {read.article.id: read for one in digest.briefings for read in one.story.articles}
    before, newest = shown(revisions), {one.printed: one.newest for one in revisions}
    found: dict[Printed, Correction] = {}
    for quote in (quote for part in parts for quote in printed(part.outline)):
        read, now = reads.get(quote.article.id), newest.get(quote.article.id)
        if read is None or now is None:
            continue
        lexicon = lexicon_for(now.article, lexicons)
        if one := correction(quote, read, now, lexicon, before.get(key(quote))):
            found[key(quote)] = one
    return found


def printed(outline: Outline) -> Iterator[Quote]:
    """Every quote that stands in a message, in a bullet or by itself."""
    for section in outline.sections:
        for block in section.blocks:
            yield from _quotes(block)


def noted(part: Part, corrections: Corrections, fits: Callable[[Outline], bool]) -> Part | None:
    """The part with a note below each quote that has one, short where it must be; None where none fits."""
    if not any(key(quote) in corrections for quote in printed(part.outline)):
        return part
    for short in (False, True):
        outline = _with_notes(part.outline, corrections, short)
        if fits(outline):
            return replace(part, outline=outline)
    return None


def _with_notes(outline: Outline, corrections: Corrections, short: bool) -> Outline:
    sections = tuple(_section(section, corrections, short) for section in outline.sections)
    return replace(outline, sections=sections)


def _section(section: Section, corrections: Corrections, short: bool) -> Section:
    """A quote that stands by itself has its note there, and not in the bullets that print it too."""
    alone = {key(quote) for one in section.blocks if not _is_line(one) for quote in _quotes(one)}
    blocks: list[Block] = []
    done: set[Printed] = set()
    for block in section.blocks:
        blocks.append(block)
        for place in map(key, _quotes(block)):
            if place in corrections and place not in done and not (_is_line(block) and place in alone):
                done.add(place)
                blocks.append(CorrectionNote(corrections[place], short))
    return replace(section, blocks=tuple(blocks))


def _is_line(block: Block) -> bool:
    return isinstance(block, Bullet | Translation)


def _quotes(block: Block) -> Sequence[Quote]:
    match block:
        case Quote():
            return (block,)
        case Wording():
            return (block.quote,)
        case Bullet():
            return block.quotes
        case Translation(of=Bullet() as bullet):
            return bullet.quotes
        case _:
            return ()
