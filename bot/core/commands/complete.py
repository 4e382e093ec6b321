"""Ways to go on with what is typed so far."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.core.commands.specs import COMMANDS, FORMS, PREFIX, Argument, CommandSpec
from bot.core.commands.suggest import likeliest
from bot.model import Completion

_NOTHING: Mapping[str, Sequence[str]] = {}


@dataclass(frozen=True, slots=True)
class Blank:
    """The argument that a line has come to, and what is typed of it so far."""

    spec: CommandSpec
    argument: Argument
    typed: str


def complete(typed: str, known: Mapping[str, Sequence[str]] = _NOTHING) -> list[Completion]:
    """Ways to go on with a line: names of commands, then values or hints for their arguments.

    Values are the choices of an argument, or what is `known` under its name; a question has none.
    """
    if not typed.startswith("/"):
        return []
    line = _spaced(typed)
    return list(_names(line)) or list(_hints(line, known))


def blank(typed: str) -> Blank | None:
    """The argument whose value is being typed; None before the first, and between two with keys."""
    line = _spaced(typed)
    form = _form_before(line)
    spec = FORMS[form]
    if not spec.arguments or not line.casefold().startswith(form + " "):
        return None
    rest = line[len(form) + 1 :]
    if not spec.arguments[0].keyed:
        words = rest.split(" ", maxsplit=len(spec.arguments) - 1)
        return Blank(spec, spec.arguments[len(words) - 1], words[-1])
    keys = {argument.name: argument for argument in spec.arguments}
    last = re.match(rf"(?:.*\s)?({'|'.join(keys)}):(.*)$", rest, re.IGNORECASE)
    return Blank(spec, keys[last[1].casefold()], last[2]) if last else None


def _spaced(typed: str) -> str:
    return re.sub(r"\s+", " ", typed)


def _names(line: str) -> Iterator[Completion]:
    word = line[1:].casefold()
    for spec in COMMANDS:
        forms: Iterable[str] = filter(None, (spec.short, spec.typed))
        form = next((form for form in forms if form.startswith(line.casefold())), None)
        if form is None and word and spec.name.startswith(word):
            form = spec.typed
        if form:
            yield Completion(form + (" " if spec.arguments else ""), _told(spec))


def _told(spec: CommandSpec) -> str:
    arguments = " ".join(argument.usage for argument in spec.arguments)
    return f"{arguments} · {spec.help}" if arguments else spec.help


def _hints(line: str, known: Mapping[str, Sequence[str]]) -> Iterator[Completion]:
    arguments = FORMS[_form_before(line)].arguments
    at = blank(line)
    values = _values(line, at, known) if at else []
    yield from values
    if arguments and arguments[0].keyed:
        yield from _keys(line, arguments)
    elif at and not values:
        yield Completion(line, f"{at.argument.usage} · {at.argument.help}")


def _values(line: str, at: Blank, known: Mapping[str, Sequence[str]]) -> list[Completion]:
    """The line with each value that may be meant; none once one is written out."""
    values = likeliest(at.typed, known.get(at.argument.name, at.argument.choices))
    if at.typed.casefold() in (value.casefold() for value in values):
        return []
    before = line[: len(line) - len(at.typed)]
    after = " " if at.argument is not at.spec.arguments[-1] and not at.argument.keyed else ""
    return [Completion(f"{before}{value}{after}", at.argument.help) for value in values]


def _form_before(line: str) -> str:
    return max((form for form in FORMS if line.casefold().startswith(form + " ")), key=len, default=PREFIX)


def _keys(line: str, arguments: tuple[Argument, ...]) -> Iterator[Completion]:
    head, _, word = line.rpartition(" ")
    for argument in arguments:
        key = f"{argument.name}:"
        if f" {key}" not in line and key.startswith(word.casefold()):
            yield Completion(f"{head} {key}", argument.help)
