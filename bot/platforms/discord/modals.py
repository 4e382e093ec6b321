"""Modals as Discord opens them, what somebody filled in, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from bot.core.outline import texts
from bot.core.outline.safe import cut, one_line, shown
from bot.model import Choice, Filled, Input, InputKind, Mistakes, Modal, Outline, Paragraph, Section
from bot.platforms.discord.escape import escaped
from bot.platforms.discord.limits import (
    LABEL,
    LABEL_HINT,
    MODAL_INPUTS,
    MODAL_TITLE,
    OPTION,
    OPTIONS,
    TEXT_INPUT,
)
from bot.platforms.discord.render import BLUE, IdKind, button, custom_id, message, parse_custom_id

Payload = dict[str, Any]

LINE, LINES = 1, 2
LEAD = 1_000


def render_modal(modal: Modal) -> Payload:
    """The modal with its inputs, filled with what is there now; its lead where there is room for one."""
    inputs = [_label(one) for one in modal.inputs]
    lead = escaped(modal.lead, LEAD)
    shown_lead = [{"type": 10, "content": lead}] if lead and len(inputs) < MODAL_INPUTS else []
    return {
        "custom_id": custom_id(IdKind.SUBMIT, modal.name, modal.ref),
        "title": _text(modal.title, MODAL_TITLE),
        "components": [*shown_lead, *inputs],
    }


def parse_modal(data: Mapping[str, Any]) -> Filled:
    """What somebody filled in, by input."""
    submitted = parse_custom_id(str(data["custom_id"]))
    return Filled(submitted.name, dict(_values(data)), submitted.ref)


def with_values(modal: Modal, values: Mapping[str, str]) -> Modal:
    """The modal with what was filled in before, so that nobody types it twice."""
    inputs = (replace(one, value=values.get(one.name, one.value)) for one in modal.inputs)
    return replace(modal, inputs=tuple(inputs))


def render_mistakes(mistakes: Mistakes, again: str) -> Payload:
    """What is wrong, and a button that opens the modal again; Discord has no place for it in the modal."""
    sentences = tuple(Paragraph(sentence) for sentence in mistakes.sentences.values())
    below = [button(again, texts.FILL_AGAIN, BLUE)] if again else []
    return message(Outline(texts.NOT_SAVED, (Section(sentences),)), below=below)


def _label(one: Input) -> Payload:
    made: Payload = {
        "type": 18,
        "label": _text(one.label, LABEL),
        "component": _select(one) if one.choices else _text_input(one),
    }
    hint = cut(one_line(one.hint), LABEL_HINT)
    return made | {"description": hint} if hint else made


def _text_input(one: Input) -> Payload:
    longest = max(1, min(one.longest, TEXT_INPUT))
    made: Payload = {
        "type": 4,
        "custom_id": one.name,
        "style": LINES if one.kind is InputKind.TEXT else LINE,
        "required": one.required,
        "max_length": longest,
    }
    value = shown(one.value)[:longest]
    return made | {"value": value} if value else made


def _select(one: Input) -> Payload:
    return {
        "type": 3,
        "custom_id": one.name,
        "required": one.required,
        "options": [_option(choice, one.value) for choice in one.choices[:OPTIONS]],
    }


def _option(choice: Choice, now: str) -> Payload:
    made: Payload = {"label": _text(choice.label, OPTION), "value": choice.value}
    return made | {"default": True} if choice.value == now else made


def _values(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for line in data.get("components", ()):
        held = line.get("component") or {}
        if "custom_id" in held:
            chosen = held.get("values") or [held.get("value")]
            yield str(held["custom_id"]), str(chosen[0] or "")


def _text(words: str, longest: int) -> str:
    return cut(one_line(words), longest) or "–"
