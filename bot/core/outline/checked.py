"""A text as it was held against its sources: for chats and terminals, as Markdown, as rows for programs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from bot.core.checks.sourced import CheckedSentence
from bot.core.checks.support.fit import Fault
from bot.core.outline import texts
from bot.model import Block, Link, Links, Outline, Paragraph, Passage, Section

_MARKUP = re.compile(r"([\\`*_\[\]<>#|~])")


def of_check(found: Sequence[CheckedSentence]) -> Outline:
    """Each sentence with what comes closest to it, and what is wrong with it."""
    sections = tuple(Section(tuple(_blocks(one))) for one in found if not one.left)
    return Outline(texts.CHECKED, sections, lead=_lead(found))


def _lead(found: Sequence[CheckedSentence]) -> str:
    looked = [one for one in found if not one.left]
    left = Counter(one.left for one in found if one.left)
    return texts.checked(len(looked), sum(bool(one.faults) for one in looked), left)


def _blocks(one: CheckedSentence) -> list[Block]:
    mark = texts.NOT_BORNE_OUT if one.faults else texts.BORNE_OUT
    blocks: list[Block] = [Paragraph(f"{mark} {one.text}")]
    blocks += [Paragraph(texts.fault(each.reason.value, each.words, each.why)) for each in one.faults]
    for cite in one.cites[:1]:
        article = cite.article
        blocks.append(Passage(article, cite.span, cite.span))
        blocks.append(
            Links(texts.CLOSEST, (Link(article.outlet or article.headline or article.id, article.url),))
        )
    return blocks


def markdown_of(found: Sequence[CheckedSentence]) -> str:
    """The same as Markdown, for a comment on a change or a page of a newsroom."""
    lines = [f"**{texts.CHECKED}**: {_lead(found)}", ""]
    for one in found:
        mark = texts.LEFT_UNCHECKED if one.left else texts.NOT_BORNE_OUT if one.faults else texts.BORNE_OUT
        lines.append(f"- {mark} {_escaped(one.text)}")
        lines += [f"  - **{each.reason.value}** {_because(each)}" for each in one.faults]
        if one.cites and not one.left:
            cite = one.cites[0]
            named = _escaped(cite.article.outlet or cite.article.headline or cite.article.id)
            where = f"[{named}]({cite.article.url})" if cite.article.url else named
            lines.append(f"  - {where}: “{_escaped(cite.article.words(cite.span))}”")
    return "\n".join(lines)


def _because(fault: Fault) -> str:
    return f"`{fault.words.replace('`', '')}`: {_escaped(fault.why)}" if fault.words else _escaped(fault.why)


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))
