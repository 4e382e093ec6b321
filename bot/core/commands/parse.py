"""From typed text or a platform's options to a command, or to ways to go on with what is typed so far."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.core.commands.arguments import Argument
from bot.core.commands.specs import (
    BY_NAME,
    COMMANDS,
    FORMS,
    HOW_TO_IMPORT,
    IMPORT_FEEDS,
    PREFIX,
    CommandSpec,
)
from bot.core.commands.timetable import is_cron
from bot.errors import ConfigError
from bot.model import Command, Completion

FILL_IN = "This is needed."

LISTING = frozenset({"list", "show"})
"""What may stand behind a command that shows something and has others beside it: "feeds list"."""

MOST = 25
"""Values in one list: what a chat platform shows at most."""

OPENING = '"“„«'
"""Quotation marks that a value begins with while it is typed."""

LONG = 3
"""Letters from which on they may stand within a word; fewer stand nearly everywhere."""


def parse(typed: str) -> Command:
    """The command in a typed line; text without a slash is a question. Raises ConfigError."""
    line = " ".join(typed.split())
    if not line:
        raise ConfigError("Type a question, or /news help to see what I can do.")
    if not line.startswith("/"):
        return bind("ask", {"question": line})
    form = _form_of(line)
    spec, rest = FORMS[form], line[len(form) :].strip()
    if _has_acts(spec) and rest.casefold() in LISTING:
        rest = ""
    if f"{form} {rest}".casefold().startswith(f"{PREFIX} {IMPORT_FEEDS}"):
        raise ConfigError(HOW_TO_IMPORT)
    if rest and spec.otherwise and not _slip_of_an_act(spec, rest):
        spec = BY_NAME[spec.otherwise]
    elif rest and (form == PREFIX or _has_acts(spec)):
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
        if argument.name not in given and (argument.required or (argument.wanted and not given)):
            raise _missing(spec, argument)
    readers = {argument.name: argument.read for argument in spec.arguments}
    return Command(name, {key: readers.get(key, str)(value) for key, value in given.items()})


def mistakes(name: str, options: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with the options of a command, by argument: one sentence each; empty when all is well."""
    found: dict[str, str] = {}
    for argument in BY_NAME[name].arguments:
        value = options.get(argument.name, "").strip()
        try:
            if value:
                argument.read(value)
            elif argument.required or argument.wanted:
                found[argument.name] = FILL_IN
        except ConfigError as error:
            found[argument.name] = str(error)
    return found


def _form_of(line: str) -> str:
    lowered = line.casefold() + " "
    fitting = [form for form in FORMS if lowered.startswith(form + " ")]
    if not fitting:
        raise _unknown(line.split()[0])
    return max(fitting, key=len)


def _has_acts(spec: CommandSpec) -> bool:
    return not spec.arguments and any(other.name.startswith(f"{spec.name} ") for other in COMMANDS)


def _slip_of_an_act(spec: CommandSpec, rest: str) -> bool:
    """Whether what follows is likelier an act with a slip of the finger than what it is to be done to."""
    acts = [form.split()[-1] for form in FORMS if form.startswith(f"{spec.typed} ")]
    return bool(difflib.get_close_matches(rest.split()[0].casefold(), [*acts, *LISTING], n=1, cutoff=0.7))


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
    if leading := _leading_order(spec, rest, keys):
        yield "order", leading
        rest = rest[len(leading) :]
    first, *others = re.split(rf"(?:^|\s)({keys}):", rest, flags=re.IGNORECASE)
    yield spec.arguments[0].name, first
    yield from zip((key.casefold() for key in others[::2]), others[1::2], strict=True)


def _leading_order(spec: CommandSpec, rest: str, keys: str) -> str:
    """The number of an order before the words of a command that changes one: no cron line's, no hour's."""
    matched = re.match(r"[0-9]{1,2}(?=\s|$)(?!\s*[ap]\.?m\b)", rest, re.IGNORECASE)
    if matched is None or all(argument.name != "order" for argument in spec.arguments):
        return ""
    words = re.split(rf"\s(?:{keys}):", rest, maxsplit=1, flags=re.IGNORECASE)[0]
    return "" if is_cron(words) else matched[0]


# --- what is said when a line cannot be read -----------------------------------------------------


def _missing(spec: CommandSpec, argument: Argument) -> ConfigError:
    form = spec.short or spec.typed
    if argument.asked:
        return ConfigError(f"{argument.asked} For example: {form} {spec.example}")
    return ConfigError(f"Type {argument.help} after {form}, for example: {form} {spec.example}")


def _unknown(form: str) -> ConfigError:
    near = _nearest(form)
    return ConfigError(
        f"There is no command {form}; did you mean {near}?"
        if near
        else f"There is no command {form}; /news help lists those there are."
    )


def _nearest(form: str) -> str | None:
    """By the whole form, else by its last word: "/digest" and "/news digset" both lead to "/news digest".

    Of what is wrong behind a command that is known, an act of that command, or the command alone.
    """
    known, _, act = form.casefold().rpartition(" ")
    if known != PREFIX and known in FORMS:
        acts = {
            spec.typed.rpartition(" ")[2]: spec.typed
            for spec in COMMANDS
            if spec.typed.startswith(f"{known} ")
        }
        return acts[near[0]] if (near := difflib.get_close_matches(act, acts, n=1, cutoff=0.6)) else known
    word = form.split()[-1].lstrip("/").casefold()
    by_word = {spec.name.split()[-1]: spec.typed for spec in reversed(COMMANDS)}
    named = difflib.get_close_matches(word, by_word, n=1, cutoff=0.6)
    whole = difflib.get_close_matches(form.casefold(), FORMS, n=1, cutoff=0.75)
    return by_word[named[0]] if named else next(iter(whole), None)


# --- ways to go on with what is typed so far ------------------------------------------------------

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
    spec = _meant(form)
    if not spec.arguments or not line.casefold().startswith(form + " "):
        return None
    rest = line[len(form) + 1 :]
    if not spec.arguments[0].keyed:
        words = rest.split(" ", maxsplit=len(spec.arguments) - 1)
        return Blank(spec, spec.arguments[len(words) - 1], words[-1])
    keys = {argument.name: argument for argument in spec.arguments}
    last = re.match(rf"(?:.*\s)?({'|'.join(keys)}):(.*)$", rest, re.IGNORECASE)
    return Blank(spec, keys[last[1].casefold()], last[2].lstrip(OPENING)) if last else None


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
            yield Completion(form + (" " if spec.arguments else ""), _usage(spec))


def _usage(spec: CommandSpec) -> str:
    arguments = " ".join(argument.usage for argument in spec.arguments)
    return f"{arguments} · {spec.help}" if arguments else spec.help


def _hints(line: str, known: Mapping[str, Sequence[str]]) -> Iterator[Completion]:
    arguments = _meant(_form_before(line)).arguments
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


def _meant(form: str) -> CommandSpec:
    return BY_NAME[FORMS[form].otherwise or FORMS[form].name]


def _keys(line: str, arguments: tuple[Argument, ...]) -> Iterator[Completion]:
    head, _, word = line.rpartition(" ")
    for argument in arguments:
        key = f"{argument.name}:"
        if f" {key}" not in line and key.startswith(word.casefold()):
            yield Completion(f"{head} {key}", argument.help)


def likeliest(typed: str, values: Iterable[str]) -> list[str]:
    """At most 25 of the values: those that begin so, those of which a word does, those that hold it.

    Among equals the order stays, so the likeliest are to come first.
    """
    sought = _plain(typed)
    ranked: tuple[list[str], ...] = ([], [], [])
    for value in dict.fromkeys(values):
        place = _place(sought, _plain(value))
        if place is not None:
            ranked[place].append(value)
    return [value for group in ranked for value in group][:MOST]


def _place(sought: str, value: str) -> int | None:
    if value.startswith(sought):
        return 0
    if re.search(rf"\b{re.escape(sought)}", value):
        return 1
    return 2 if len(sought) >= LONG and sought in value else None


def _plain(text: str) -> str:
    return " ".join(re.split(r"[\s_]+", text.casefold().lstrip()))
