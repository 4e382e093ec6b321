"""How a server wants to be asked: which API, which form of answer, which words for the budget.

Servers that call themselves compatible differ. What one does not take is left out step by step, and what
it takes is remembered by the client.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

Json = Any
Api = Literal["auto", "chat", "responses"]
AnswerForm = Literal["schema", "object", "words"]

_LOWER: dict[AnswerForm, AnswerForm] = {"schema": "object", "object": "words"}
_PARTS = {
    "budget": re.compile(r"max_(?:completion_|output_)?tokens"),
    "effort": re.compile(r"reasoning|effort"),
    "form": re.compile(r"response_format|json_schema|json_object|text\.format|schema|grammar|structured"),
}
_NO_MODEL = re.compile(
    r"model\b.{0,200}(?:not found|not exist|no such|unknown|not available|not supported)|invalid model"
    r"|deployment\b.{0,80}not exist|no endpoints found for",
    re.IGNORECASE | re.DOTALL,
)
_NO_MODEL_CODES = frozenset({"model_not_found", "DeploymentNotFound"})


@dataclass(frozen=True, slots=True)
class Manner:
    """One way of asking; `form` is what the server is asked to hold its answers to."""

    api: Literal["chat", "responses"]
    form: AnswerForm = "schema"
    budget: Literal["max_completion_tokens", "max_tokens"] = "max_completion_tokens"
    effort: bool = True  # whether reasoning effort is named, where the config does

    def after(self, refused: str, may_change_api: bool) -> Manner | None:
        """What to try next, where the server refused this part of it ("" where it did not say which)."""
        if refused == "effort" and self.effort:
            return replace(self, effort=False)
        if self.api == "responses" and may_change_api:
            return replace(self, api="chat")
        if refused == "budget" and self.budget == "max_completion_tokens" and self.api == "chat":
            return replace(self, budget="max_tokens")
        if self.form in _LOWER:
            return replace(self, form=_LOWER[self.form])
        if self.budget == "max_completion_tokens" and self.api == "chat":
            return replace(self, form="schema", budget="max_tokens")
        return None

    def __str__(self) -> str:
        apis = {"chat": "chat completions", "responses": "responses"}
        forms = {
            "schema": "held to the JSON schema",
            "object": "held to JSON, its schema told in words",
            "words": "asked for JSON in words",
        }
        return f"{apis[self.api]}, {forms[self.form]}"


def fault_in(body: Json) -> Mapping[str, Json]:
    """What a server says of an error, in whichever of the usual places; empty where it says nothing."""
    told = body.get("error", body) if isinstance(body, Mapping) else body
    if isinstance(told, str):
        return {"message": told}
    return told if isinstance(told, Mapping) else {}


def refused_part(fault: Mapping[str, Json]) -> str:
    """Which part of a request an error is about: budget, effort, form; "" where it does not say."""
    for told in (str(fault.get("param") or ""), str(fault.get("message") or fault.get("detail") or "")):
        for part, words in _PARTS.items():
            if words.search(told):
                return part
    return ""


def names_model(fault: Mapping[str, Json]) -> bool:
    """Whether an error says that there is no such model."""
    if str(fault.get("code")) in _NO_MODEL_CODES:
        return True
    return _NO_MODEL.search(str(fault.get("message") or fault.get("detail") or "")) is not None
