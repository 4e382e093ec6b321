"""Whether a modal may open, and whether autocomplete may offer what it offers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.fakes.discord import limits
from tests.fakes.discord.check_components import (
    CHECKBOXES,
    IN_LABEL,
    INPUT,
    LABEL,
    RADIOS,
    ROW,
    SELECTS,
    TEXT,
    Path,
    check_options,
    check_select,
    check_unique,
)
from tests.fakes.discord.refusals import Form


def check_modal(modal: Mapping[str, Any]) -> None:
    """Discord docs, Interactions/Receiving and Responding: Modal."""
    form = Form()
    form.text(("custom_id",), modal.get("custom_id"), 1, limits.CUSTOM_ID)
    form.text(("title",), modal.get("title"), 1, limits.MODAL_TITLE)
    at: Path = ("components",)
    components = modal.get("components")
    if form.count(at, components, 1, limits.MODAL_COMPONENTS) and isinstance(components, list):
        for index, one in enumerate(components):
            if form.one_of((*at, index, "type"), one.get("type"), (ROW, TEXT, LABEL)):
                _check_line(form, (*at, index), one)
        check_unique(form, at, components)
    form.done()


def _check_line(form: Form, at: Path, line: Mapping[str, Any]) -> None:
    if line["type"] == TEXT:
        form.text((*at, "content"), line.get("content"), 1, limits.TEXT_DISPLAY)
    elif line["type"] == ROW:
        held = line.get("components")
        if form.count((*at, "components"), held, 1, 1) and isinstance(held, list):
            here = (*at, "components", 0)
            if form.one_of((*here, "type"), held[0].get("type"), (INPUT,)):
                form.text((*here, "label"), held[0].get("label"), 1, limits.LABEL)
                _check_input(form, here, held[0])
    else:
        form.text((*at, "label"), line.get("label"), 1, limits.LABEL)
        form.text((*at, "description"), line.get("description"), 0, limits.LABEL_DESCRIPTION)
        held = line.get("component") or {}
        if form.one_of((*at, "component", "type"), held.get("type"), IN_LABEL):
            _check_asked(form, (*at, "component"), held)


def _check_asked(form: Form, at: Path, asked: Mapping[str, Any]) -> None:
    if asked["type"] == INPUT:
        if asked.get("label"):
            form.fail((*at, "label"), "BASE_TYPE_FORBIDDEN", "A text input within a label has no label")
        _check_input(form, at, asked)
    elif asked["type"] in SELECTS:
        check_select(form, at, asked)
        if asked.get("disabled"):
            form.fail((*at, "disabled"), "BASE_TYPE_FORBIDDEN", "A select in a modal cannot be disabled")
    else:
        form.text((*at, "custom_id"), asked.get("custom_id"), 1, limits.CUSTOM_ID)
        if asked["type"] in (RADIOS, CHECKBOXES):
            span = limits.RADIO_OPTIONS if asked["type"] == RADIOS else limits.CHECKBOX_OPTIONS
            check_options(form, at, asked.get("options"), *span)


def _check_input(form: Form, at: Path, asked: Mapping[str, Any]) -> None:
    form.text((*at, "custom_id"), asked.get("custom_id"), 1, limits.CUSTOM_ID)
    form.one_of((*at, "style"), asked.get("style"), (1, 2))
    form.text((*at, "value"), asked.get("value"), 0, limits.TEXT_INPUT)
    form.text((*at, "placeholder"), asked.get("placeholder"), 0, limits.TEXT_INPUT_PLACEHOLDER)
    least, most = asked.get("min_length") or 0, asked.get("max_length") or limits.TEXT_INPUT
    if not 0 <= least <= limits.TEXT_INPUT or not 1 <= most <= limits.TEXT_INPUT or least > most:
        form.fail((*at, "max_length"), "NUMBER_TYPE_MAX", "int value should be between min_length and 4000.")
    value = asked.get("value")
    if isinstance(value, str) and value and not least <= len(value) <= most:
        form.fail((*at, "value"), "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")


def check_choices(choices: object) -> None:
    """Discord docs, Interactions/Application Commands: Autocomplete."""
    form = Form()
    at: Path = ("choices",)
    if form.count(at, choices, 0, limits.COMMAND_CHOICES) and isinstance(choices, list):
        for index, choice in enumerate(choices):
            form.text((*at, index, "name"), choice.get("name"), 1, limits.CHOICE_TEXT)
            if isinstance(choice.get("value"), str):
                form.text((*at, index, "value"), choice["value"], 1, limits.CHOICE_TEXT)
            elif not isinstance(choice.get("value"), int | float):
                form.fail((*at, index, "value"), "BASE_TYPE_REQUIRED", "This field is required")
    form.done()
