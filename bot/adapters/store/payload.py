"""A digest as JSON: offsets into articles that the store keeps, so that its quotes stay slices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.model import (
    Alert,
    AnnotatedArticle,
    Article,
    Briefing,
    Bullet,
    Change,
    Cite,
    Correction,
    Difference,
    Digest,
    Evidence,
    FallbackReason,
    LeftOut,
    Listed,
    Quote,
    QuoteKind,
    Span,
    Story,
    StoryStatus,
    Tally,
    Translated,
    Translation,
    Unread,
)

Json = dict[str, Any]


def article_ids(digest: Digest) -> set[str]:
    """The ids of all articles of a digest."""
    stories = [briefing.story for briefing in digest.briefings] + [left.story for left in digest.left_out]
    read = {read.article.id for story in stories for read in story.articles}
    return read | {one.article.id for one in digest.unread} | {one.id for one in digest.in_brief}


class Writer:
    """Writes values as JSON, with each article by its number in the store."""

    def __init__(self, seqs: Mapping[str, int]) -> None:
        self._seqs = seqs

    def digest(self, digest: Digest) -> Json:
        """What a digest posts and leaves out."""
        return {
            "briefings": [self.briefing(briefing) for briefing in digest.briefings],
            "left_out": [
                {"story": self._story(left.story), "reason": left.reason, "headline": left.headline}
                for left in digest.left_out
            ],
            "unread": self._unread(digest.unread),
            "in_brief": [self._seqs[article.id] for article in digest.in_brief],
            "opened": digest.opened and digest.opened.isoformat(),
            "missed": digest.missed,
            "alerts": [[alert.watch, alert.why] for alert in digest.alerts],
        }

    def _unread(self, unread: Sequence[Unread]) -> Json:
        found: defaultdict[str, list[int]] = defaultdict(list)
        for one in unread:
            found[one.reason].append(self._seqs[one.article.id])
        return found

    def briefing(self, briefing: Briefing) -> Json:
        """What is posted of one story."""
        return {
            "story": self._story(briefing.story),
            "headline": briefing.headline,
            "bullets": [self._bullet(bullet) for bullet in briefing.bullets],
            "quotes": [self.quote(quote) for quote in briefing.quotes],
            "writer": briefing.writer,
            "telling": briefing.status.value,
            "differences": [[self._cite(cite) for cite in each.sides] for each in briefing.differences],
            "tally": None if briefing.tally is None else _tally(briefing.tally),
            "translated": briefing.translated and _translated(briefing, briefing.translated),
            "section": briefing.section,
        }

    def _story(self, story: Story) -> list[int]:
        return [self._seqs[read.article.id] for read in story.articles]

    def _bullet(self, bullet: Bullet) -> Json:
        return {
            "text": bullet.text,
            "cites": [self._cite(cite) for cite in bullet.cites],
            "quotes": [self.quote(quote) for quote in bullet.quotes],
            "insertions": [_pair(span) for span in bullet.insertions],
        }

    def _cite(self, cite: Cite) -> list[int]:
        return [self._seqs[cite.article.id], *_pair(cite.span)]

    def quote(self, quote: Quote) -> Json:
        """The spans of a quote, and who said it."""
        return {
            "article": self._seqs[quote.article.id],
            "spans": [_pair(span) for span in quote.spans],
            "kind": quote.kind.value,
            "speaker": quote.speaker,
            "role": quote.role,
            "evidence": None if quote.evidence is None else _evidence(quote.evidence),
        }


def _evidence(evidence: Evidence) -> Json:
    return {
        "rule": evidence.rule,
        "confidence": evidence.confidence,
        "cue": None if evidence.cue is None else _pair(evidence.cue),
    }


def _tally(tally: Tally) -> list[int | str | None]:
    return [tally.bullets, tally.repaired, tally.cut, tally.fallback and tally.fallback.value]


def _translated(briefing: Briefing, one: Translated) -> Json:
    """The lines by the place of their bullet, the headline's without one."""
    return {
        "language": one.language,
        "lines": [
            [
                None if isinstance(line.of, str) else briefing.bullets.index(line.of),
                line.text,
                line.original,
            ]
            for line in one.lines
        ],
        "left": one.left,
        "plainer": one.fallback and one.fallback.value,
    }


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


def as_another(digest: Digest, original: str) -> Json:
    """What is kept of a digest that posts and leaves out what the one with this id does."""
    opened = digest.opened and digest.opened.isoformat()
    return {"as": original, "opened": opened, "missed": digest.missed}


def original_in(payload: Json) -> str | None:
    """The id of the digest that posts the same, where that one keeps it."""
    return payload.get("as")


def opened_in(payload: Json) -> datetime | None:
    """When an order's first digest was made, by its own clock; none of others, nor of older digests."""
    opened = payload.get("opened")
    return opened and datetime.fromisoformat(opened)


def missed_in(payload: Json) -> int:
    """How many slots a digest covers that passed before its own."""
    missed: int = payload.get("missed", 0)
    return missed


def alerts_in(payload: Json) -> tuple[Alert, ...]:
    """Why each briefing is in a message of alerts; none of an edition."""
    return tuple(Alert(watch, why) for watch, why in payload.get("alerts", ()))  # absent before 0.2


def numbers(payload: Json) -> set[int]:
    """The numbers of all articles that were read for a digest, in its payload."""
    return {seq for part in (*payload["briefings"], *payload["left_out"]) for seq in part["story"]}


def unread_numbers(payload: Json) -> set[int]:
    """The numbers of the articles of which a digest considered the headline alone."""
    return {seq for seqs in payload.get("unread", {}).values() for seq in seqs}  # absent before 0.2


def unread(payload: Json, listed: Mapping[int, Listed]) -> tuple[Unread, ...]:
    """These, each with the reason why it went no further."""
    given = payload.get("unread", {})
    return tuple(Unread(listed[seq], reason) for reason, seqs in given.items() for seq in seqs)


def posted_numbers(payload: Json) -> set[int]:
    """The numbers of the articles in what of it is posted."""
    return {seq for part in payload["briefings"] for seq in part["story"]} | set(payload.get("in_brief", ()))


def correction_row(writer: Writer, seqs: Mapping[str, int], one: Correction) -> Json:
    """A correction as spans of the two versions."""
    return {
        "quote": writer.quote(one.quote),
        "change": one.change.value,
        "article": seqs[one.article.id],
        "now": one.now and writer.quote(one.now),
    }


class Reader:
    """Reads values back over the articles of the store."""

    def __init__(self, reads: Mapping[int, AnnotatedArticle]) -> None:
        self._reads = reads

    def briefings(self, payload: Json) -> tuple[Briefing, ...]:
        """What a digest posts."""
        return tuple(self.briefing(each) for each in payload["briefings"])

    def in_brief(self, payload: Json) -> tuple[Article, ...]:
        """Whose headlines it posts alone."""
        return tuple(self._article(seq) for seq in payload.get("in_brief", ()))  # absent before 0.2

    def left_out(self, payload: Json) -> tuple[LeftOut, ...]:
        """What it leaves out."""
        return tuple(
            LeftOut(self._story(each["story"]), each["reason"], each.get("headline", ""))  # absent before 0.2
            for each in payload["left_out"]
        )

    def briefing(self, each: Json) -> Briefing:
        """What is posted of one story."""
        bullets = tuple(self._bullet(bullet) for bullet in each["bullets"])
        return Briefing(
            self._story(each["story"]),
            each["headline"],
            bullets,
            tuple(self.quote(quote) for quote in each["quotes"]),
            each["writer"],
            differences=tuple(Difference(self._cites(sides)) for sides in each.get("differences", ())),
            status=StoryStatus(each.get("telling", StoryStatus.NEW)),
            tally=_read_tally(each.get("tally")),
            translated=_read_translated(each.get("translated"), each["headline"], bullets),
            section=each.get("section", ""),  # absent before 0.2
        )

    def _story(self, seqs: list[int]) -> Story:
        return Story(tuple(self._reads[seq] for seq in seqs))

    def _article(self, seq: int) -> Article:
        return self._reads[seq].article

    def _bullet(self, each: Json) -> Bullet:
        quotes = tuple(self.quote(quote) for quote in each["quotes"])
        inserted = tuple(Span(*pair) for pair in each.get("insertions", ()))  # absent before 0.2
        return Bullet(each["text"], self._cites(each["cites"]), quotes, inserted)

    def _cites(self, each: list[list[int]]) -> tuple[Cite, ...]:
        return tuple(Cite(self._article(seq), Span(start, end)) for seq, start, end in each)

    def quote(self, each: Json) -> Quote:
        """A quote, which gets its words from its article again."""
        evidence = each["evidence"]
        return Quote(
            self._article(each["article"]),
            tuple(Span(start, end) for start, end in each["spans"]),
            QuoteKind(each["kind"]),
            each["speaker"],
            each["role"],
            None if evidence is None else _read_evidence(evidence),
        )

    def correction(self, each: Json) -> Correction:
        """A correction, whose words are the articles' again."""
        now = each["now"] and self.quote(each["now"])
        return Correction(
            self.quote(each["quote"]), Change(each["change"]), self._article(each["article"]), now
        )


def _read_evidence(each: Json) -> Evidence:
    cue = each["cue"]
    return Evidence(each["rule"], each["confidence"], None if cue is None else Span(*cue))


def _read_translated(each: Json | None, headline: str, bullets: Sequence[Bullet]) -> Translated | None:
    if each is None:
        return None
    language, fallback = each["language"], each["plainer"]
    lines = tuple(
        Translation(headline if place is None else bullets[place], text, language, original)
        for place, text, original in each["lines"]
    )
    return Translated(language, lines, each["left"], fallback and FallbackReason(fallback))


def _read_tally(each: list[Any] | None) -> Tally | None:
    if each is None:
        return None
    bullets, repaired, cut, fallback = each
    return Tally(bullets, repaired, cut, None if fallback is None else FallbackReason(fallback))
