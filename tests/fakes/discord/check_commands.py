"""Whether application commands may be registered (Discord docs, Interactions/Application Commands)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from tests.fakes.discord import limits
from tests.fakes.discord.check_components import Path
from tests.fakes.discord.refusals import Form

SLASH, USER, MESSAGE = 1, 2, 3
SUB, GROUP, STRING, INTEGER, NUMBER = 1, 2, 3, 4, 10
SCRIPTS = ("\u0900", "\u097f"), ("\u0e00", "\u0e7f")  # Devanagari and Thai, whose signs are not letters


def check_commands(commands: Sequence[Mapping[str, Any]]) -> None:
    """A whole list, as a bulk overwrite brings it."""
    form = Form()
    kinds = Counter(command.get("type", SLASH) for command in commands)
    for kind, most in limits.COMMANDS.items():
        if kinds[kind] > most:
            form.fail((), "BASE_TYPE_BAD_LENGTH", f"Must be {most} or fewer in length.")
    names = Counter((command.get("type", SLASH), command.get("name")) for command in commands)
    for index, command in enumerate(commands):
        if names[(command.get("type", SLASH), command.get("name"))] > 1:
            form.fail(
                (index,), "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique"
            )
        _check_command(form, (index,), command)
    form.done()


def check_command(command: Mapping[str, Any]) -> None:
    form = Form()
    _check_command(form, (), command)
    form.done()


def _check_command(form: Form, at: Path, command: Mapping[str, Any]) -> None:
    kind = command.get("type", SLASH)
    if not form.one_of((*at, "type"), kind, limits.COMMANDS):
        return
    if kind == SLASH:
        _check_names(form, at, command)
        _check_descriptions(form, at, command)
        _check_options(form, at, command.get("options"))
        if characters(command) > limits.COMMAND_TEXT:
            form.fail(at, "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (8000)")
    else:
        form.text((*at, "name"), command.get("name"), 1, limits.COMMAND_NAME)
        for part in ("description", "options"):
            if command.get(part):
                form.fail(
                    (*at, part), "APPLICATION_COMMAND_INVALID_FIELD", f"Context menu commands have no {part}"
                )
    for index, context in enumerate(command.get("contexts") or []):
        form.one_of((*at, "contexts", index), context, (0, 1, 2))
    for index, where in enumerate(command.get("integration_types") or []):
        form.one_of((*at, "integration_types", index), where, (0, 1))


def valid_name(name: str) -> bool:
    r"""The documented pattern `^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$`, lower case where there is one."""

    def allowed(one: str) -> bool:
        return one in "-_'" or one.isalnum() or any(low <= one <= high for low, high in SCRIPTS)

    return 1 <= len(name) <= limits.COMMAND_NAME and all(map(allowed, name)) and name == name.lower()


def _check_names(form: Form, at: Path, named: Mapping[str, Any]) -> None:
    names = {"": named.get("name"), **(named.get("name_localizations") or {})}
    for locale, name in names.items():
        if not isinstance(name, str) or not valid_name(name):
            path = (*at, "name_localizations", locale) if locale else (*at, "name")
            form.fail(path, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def _check_descriptions(form: Form, at: Path, named: Mapping[str, Any]) -> None:
    form.text((*at, "description"), named.get("description"), 1, limits.COMMAND_DESCRIPTION)
    for locale, text in (named.get("description_localizations") or {}).items():
        form.text((*at, "description_localizations", locale), text, 1, limits.COMMAND_DESCRIPTION)


def _check_options(form: Form, at: Path, options: object, depth: int = 0) -> None:
    if not options or not form.count((*at, "options"), options, 0, limits.COMMAND_OPTIONS):
        return
    assert isinstance(options, list)
    names = [option.get("name") for option in options]
    optional_before = False
    for index, option in enumerate(options):
        here = (*at, "options", index)
        if names.count(option.get("name")) > 1:
            form.fail(here, "APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATE", "Option names must be unique")
        if optional_before and option.get("required"):
            form.fail(
                here,
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                "Required options must be before optional ones",
            )
        optional_before |= not option.get("required")
        _check_option(form, here, option, depth)
    kinds = {option.get("type") in (SUB, GROUP) for option in options}
    if len(kinds) > 1:
        form.fail((*at, "options"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-commands stand alone")


def _check_option(form: Form, at: Path, option: Mapping[str, Any], depth: int) -> None:
    _check_names(form, at, option)
    _check_descriptions(form, at, option)
    kind = option.get("type")
    if not form.one_of((*at, "type"), kind, range(1, 12)):
        return
    if kind in (SUB, GROUP):
        if depth > (0 if kind == GROUP else 1):
            form.fail((*at, "type"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Nested too deeply")
        _check_options(form, at, option.get("options"), depth + 1)
        return
    choices = option.get("choices") or []
    if choices and kind not in (STRING, INTEGER, NUMBER):
        form.fail((*at, "choices"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "This type has no choices")
    form.count((*at, "choices"), choices, 0, limits.COMMAND_CHOICES)
    for index, choice in enumerate(choices):
        form.text((*at, "choices", index, "name"), choice.get("name"), 1, limits.CHOICE_TEXT)
        if kind == STRING:
            form.text((*at, "choices", index, "value"), choice.get("value"), 1, limits.CHOICE_TEXT)
    if option.get("autocomplete") and (choices or kind not in (STRING, INTEGER, NUMBER)):
        form.fail(
            (*at, "autocomplete"), "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID", "Not beside choices"
        )
    length = option.get("max_length")
    if length is not None and kind != STRING:
        form.fail(
            (*at, "max_length"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Only strings have a length"
        )
    elif length is not None and not 1 <= length <= limits.STRING_OPTION:
        form.fail((*at, "max_length"), "NUMBER_TYPE_MAX", "int value should be less than or equal to 6000.")


def characters(named: Mapping[str, Any]) -> int:
    """What counts to a command's size: names, descriptions, values; of localisations the longest."""
    total = 0
    for part in ("name", "description"):
        texts = [named.get(part) or "", *(named.get(f"{part}_localizations") or {}).values()]
        total += max(map(len, texts))
    total += sum(
        len(str(choice.get("value", ""))) + characters(choice) for choice in named.get("choices") or []
    )
    return total + sum(characters(option) for option in named.get("options") or [])
