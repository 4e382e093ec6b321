"""Wordings that an editor may change without touching code: plain text, TOML front matter, `$slots`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from string import Template

from bot.errors import ConfigError

FENCE = "+++\n"


@dataclass(frozen=True, slots=True)
class Prompt:
    """A versioned wording; what is made with it records `name`."""

    id: str
    version: int
    slots: frozenset[str]
    text: str

    @property
    def name(self) -> str:
        """The id with its version, as in `welcome@3`."""
        return f"{self.id}@{self.version}"

    @classmethod
    def parse(cls, file: str, source: str) -> Prompt:
        """The wording that a file holds; raises ConfigError where its front matter and text disagree."""
        try:
            _, front, text = source.split(FENCE, 2)
            matter = tomllib.loads(front)
            prompt = cls(matter["id"], matter["version"], frozenset(matter["slots"]), text.strip())
        except (ValueError, KeyError) as error:
            raise ConfigError(
                f"{file}: wants +++ around a front matter with id, version and slots: {error}"
            ) from error
        used = set(Template(prompt.text).get_identifiers())
        if used != prompt.slots:
            raise ConfigError(f"{file}: slots named {sorted(prompt.slots)}, slots used {sorted(used)}")
        return prompt

    def fill(self, values: Mapping[str, str]) -> str:
        """The text with its slots filled; raises ConfigError when one is missing or unknown."""
        if values.keys() != self.slots:
            raise ConfigError(
                f"prompt {self.name}: wants the slots {sorted(self.slots)}, got {sorted(values)}"
            )
        return Template(self.text).substitute(values)
