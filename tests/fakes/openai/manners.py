"""How each server that calls itself compatible differs from the hosted API, as its users and manual report.

A stand-in takes one of these; docs/model.md names the settings that go with each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from aiohttp import web

BOTH = frozenset({"chat", "responses"})
CHAT = frozenset({"chat"})


@dataclass(frozen=True)
class Manners:
    """What a server takes, how it says no, and what its answers look like."""

    name: str
    apis: frozenset[str] = BOTH
    formats: frozenset[str] = frozenset({"json_schema", "json_object", "text"})
    budgets: frozenset[str] = frozenset({"max_completion_tokens", "max_tokens"})
    effort: bool = True  # whether it knows reasoning effort
    keyed: bool = True
    any_model: bool = False  # answers for whatever model it holds
    format_status: int = 400  # for a format that it does not take
    no_model: str = "The model `{}` does not exist or you do not have access to it."
    no_model_code: Any = "model_not_found"
    no_api: Literal["json", "text", "success"] = "json"  # what it says at an unknown address
    thoughts: Literal["", "tags", "unopened", "field"] = ""
    around: Literal["", "fence", "words"] = ""
    counts: bool = True
    unheeded: frozenset[str] = frozenset()  # APIs that take a schema and do not hold their answers to it

    def missing(self, path: str) -> web.Response:
        """The answer at an address that it does not have."""
        if self.no_api == "text":
            return web.Response(status=404, text="404 page not found")
        if self.no_api == "success":
            return web.json_response({"error": f"Unexpected endpoint or method. (POST {path})"})
        return web.json_response(
            {"error": {"code": 404, "message": "File Not Found", "type": "not_found_error"}}, status=404
        )

    def refuses(self, body: dict[str, Any], kind: str) -> tuple[int, str, str] | None:
        """Status, message and parameter where it does not take a request for this format."""
        for name in ("max_completion_tokens", "max_tokens"):
            if name in body and name not in self.budgets:
                return 400, f"Unsupported parameter: '{name}' is not supported with this model.", name
        if not self.effort and ("reasoning_effort" in body or "reasoning" in body):
            return 400, "Unrecognized request argument supplied: reasoning_effort", "reasoning_effort"
        if kind not in self.formats:
            return self.format_status, f"This model does not support response_format of type {kind}.", ""
        return None

    def dressed(self, text: str) -> str:
        """An answer as its content has it."""
        if self.around == "fence":
            text = f"```json\n{text}\n```"
        if self.around == "words":
            text = f'Here is the briefing as {{"bullets": …}}:\n\n{text}\n\nLet me know if you need {{more}}!'
        thought = 'The user wants JSON such as {"bullets": []}. Let me think.'
        if self.thoughts == "tags":
            return f"<think>\n{thought}\n</think>\n\n{text}"
        return f"{thought}\n</think>\n\n{text}" if self.thoughts == "unopened" else text


HOSTED = Manners("hosted API", budgets=frozenset({"max_completion_tokens"}))
MANNERS = {
    one.name: one
    for one in (
        HOSTED,
        Manners("Azure", apis=CHAT, no_model="The API deployment {} does not exist.", effort=False),
        Manners(
            "Ollama",
            apis=CHAT,
            budgets=frozenset({"max_tokens"}),
            keyed=False,
            no_model='model "{}" not found, try pulling it first',
            no_model_code=None,
            no_api="text",
            thoughts="field",
        ),
        Manners("llama.cpp", apis=CHAT, any_model=True, thoughts="field"),
        Manners("vLLM", keyed=False, no_model_code=404, thoughts="tags"),
        Manners(
            "LM Studio",
            unheeded=frozenset({"responses"}),
            formats=frozenset({"json_schema", "text"}),
            keyed=False,
            any_model=True,
            no_api="success",
            thoughts="tags",
        ),
        Manners("LiteLLM", formats=frozenset({"text"}), around="fence", counts=False),
        Manners(
            "OpenRouter",
            formats=frozenset({"json_object", "text"}),
            format_status=404,
            no_model="No endpoints found for {}.",
            no_model_code=404,
            around="words",
            thoughts="unopened",
        ),
    )
}
