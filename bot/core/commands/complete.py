"""Ways to go on with what is typed so far."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.core.commands.specs import COMMANDS, FORMS, PREFIX, Argument, CommandSpec
from bot.model import Completion

_NOTHING: Mapping[str, Sequence[str]] = {}


def complete(typed: str, known: Mapping[str, Sequence[str]] = _NOTHING) -> list[Completion]:
    """Ways to go on with a line: names of commands, then values or hints for their arguments.

    Values are the choices of an argument, or what is `known` under its name; a question has none.
    """
    if not typed.startswith("/"):
        return []
    line = re.sub(r"\s+", " ", typed)
    return list(_names(line)) or list(_hints(line, known))


def asks_for(typed: str, argument: str) -> bool:
    """Whether a line has come to the argument of this name."""
    form = _form_before(re.sub(r"\s+", " ", typed))
    return any(one.name == argument for one in FORMS[form].arguments)


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
    form = _form_before(line)
    arguments = FORMS[form].arguments
    if not arguments:
        return
    if arguments[0].keyed:
        yield from _keys(line, arguments)
        return
    words = line[len(form) + 1 :].split(" ", maxsplit=len(arguments) - 1)
    argument = arguments[len(words) - 1]
    values = _going_on(words[-1], known.get(argument.name, argument.choices))
    before, after = line[: len(line) - len(words[-1])], " " if argument is not arguments[-1] else ""
    hint = Completion(line, f"{argument.usage} · {argument.help}")
    yield from [Completion(f"{before}{value}{after}", argument.help) for value in values] or [hint]


def _form_before(line: str) -> str:
    return max((form for form in FORMS if line.casefold().startswith(form + " ")), key=len, default=PREFIX)


def _going_on(word: str, values: Sequence[str]) -> list[str]:
    """The values that begin with a word; none once one is written out."""
    fitting = [value for value in values if value.casefold().startswith(word.casefold())]
    return [] if word.casefold() in (value.casefold() for value in fitting) else fitting


def _keys(line: str, arguments: tuple[Argument, ...]) -> Iterator[Completion]:
    head, _, word = line.rpartition(" ")
    for argument in arguments:
        key = f"{argument.name}:"
        if f" {key}" not in line and key.startswith(word.casefold()):
            yield Completion(f"{head} {key}", argument.help)
