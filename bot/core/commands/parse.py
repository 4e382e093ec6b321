"""From typed text or a platform's options to a command, or one sentence that says what is wrong."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping

from bot.core.commands.checks import check
from bot.core.commands.specs import BY_NAME, COMMANDS, FORMS, PREFIX, Argument, CommandSpec
from bot.errors import ConfigError
from bot.model import Command


def parse(typed: str) -> Command:
    """The command in a typed line; text without a slash is a question. Raises ConfigError."""
    line = " ".join(typed.split())
    if not line:
        raise ConfigError("Type a question, or /news help to see what I can do.")
    if not line.startswith("/"):
        return bind("ask", {"question": line})
    form = _form_of(line)
    spec, rest = FORMS[form], line[len(form) :].strip()
    if rest and (form == PREFIX or _has_acts(spec)):
        raise _unknown(f"{form} {rest.split()[0]}")
    return bind(spec.name, dict(_arguments(spec, rest)))


def modal_of(typed: str) -> str:
    """The modal that asks for the arguments of a command typed without them; empty where none does."""
    spec = FORMS.get(" ".join(typed.casefold().split()))
    return spec.modal if spec else ""


def bind(name: str, options: Mapping[str, str]) -> Command:
    """A command with its arguments checked; empty ones are left out. Raises ConfigError."""
    spec = BY_NAME[name]
    given = {key: value.strip() for key, value in options.items() if value.strip()}
    for argument in spec.arguments:
        if argument.required and argument.name not in given:
            raise _missing(spec, argument)
    return Command(name, {key: check(key, value, name) for key, value in given.items()})


def _form_of(line: str) -> str:
    lowered = line.casefold() + " "
    fitting = [form for form in FORMS if lowered.startswith(form + " ")]
    if not fitting:
        raise _unknown(line.split()[0])
    return max(fitting, key=len)


def _has_acts(spec: CommandSpec) -> bool:
    return not spec.arguments and any(other.name.startswith(f"{spec.name} ") for other in COMMANDS)


def _arguments(spec: CommandSpec, rest: str) -> Iterator[tuple[str, str]]:
    if not spec.arguments:
        if rest:
            raise ConfigError(f"{spec.short or spec.typed} takes nothing after it.")
    elif spec.arguments[0].keyed:
        yield from _keyed(spec, rest)
    else:
        values = rest.split(" ", maxsplit=len(spec.arguments) - 1)
        yield from zip((argument.name for argument in spec.arguments), values, strict=False)


def _keyed(spec: CommandSpec, rest: str) -> Iterator[tuple[str, str]]:
    """Values reach up to the next key; words before any key belong to the first one."""
    keys = "|".join(argument.name for argument in spec.arguments)
    first, *others = re.split(rf"(?:^|\s)({keys}):", rest, flags=re.IGNORECASE)
    yield spec.arguments[0].name, first
    yield from zip((key.casefold() for key in others[::2]), others[1::2], strict=True)


# --- what is said when a line cannot be read -----------------------------------------------------


def _missing(spec: CommandSpec, argument: Argument) -> ConfigError:
    form = spec.short or spec.typed
    return ConfigError(f"Type {argument.help} after {form}, for example: {form} {spec.example}")


def _unknown(form: str) -> ConfigError:
    near = _nearest(form)
    return ConfigError(
        f"There is no command {form}; did you mean {near}?"
        if near
        else f"There is no command {form}; /news help lists those there are."
    )


def _nearest(form: str) -> str | None:
    """By the whole form, else by its last word: "/digest" and "/news digset" both lead to "/news digest"."""
    word = form.split()[-1].lstrip("/").casefold()
    by_word = {spec.name.split()[-1]: spec.typed for spec in reversed(COMMANDS)}
    named = difflib.get_close_matches(word, by_word, n=1, cutoff=0.6)
    whole = difflib.get_close_matches(form.casefold(), FORMS, n=1, cutoff=0.75)
    return by_word[named[0]] if named else next(iter(whole), None)
