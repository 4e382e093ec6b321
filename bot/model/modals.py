"""What a platform asks in a window of its own, and what was filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class InputKind(StrEnum):
    """How a value is given."""

    LINE = "line"
    TEXT = "text"  # several lines
    CHOICE = "choice"  # one of the choices
    TIMES = "times"  # times of day, commas between
    ZONE = "zone"  # an IANA time zone


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several values, as it is shown and as it is given back."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Input:
    """One value that is asked for."""

    name: str  # the argument that it fills
    label: str  # at most 45 characters
    kind: InputKind = InputKind.LINE
    value: str = ""  # what stands there before
    hint: str = ""  # at most 100 characters
    required: bool = True
    choices: tuple[Choice, ...] = ()  # at most 25
    longest: int = 300  # characters


@dataclass(frozen=True, slots=True)
class Modal:
    """A window with a few inputs; `name` and `ref` come back with what was filled in."""

    name: str
    title: str  # at most 24 characters
    inputs: tuple[Input, ...]  # at most 5
    submit: str = "Save"
    ref: str = ""
    lead: str = ""

    def __post_init__(self) -> None:
        if not 1 <= len(self.inputs) <= 5 or len(self.title) > 24:
            raise ValueError("a modal has one to five inputs and a title of at most 24 characters")


@dataclass(frozen=True, slots=True)
class Filled:
    """What somebody filled into a modal, by input."""

    name: str
    values: Mapping[str, str]
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Mistakes:
    """What is wrong with what was filled in: input -> sentence. Nothing was changed."""

    sentences: Mapping[str, str]
