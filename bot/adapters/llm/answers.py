"""The two APIs: how a draft is asked for, and where the text stands in what comes back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.adapters.llm.manners import Manner
from bot.adapters.llm.schema import Json, schema_of
from bot.errors import BadDraft, ModelFault, ModelRefused
from bot.model import WritingRequest
from bot.model.writing import BYTES_A_TOKEN

IN_WORDS = "Answer with one JSON object and nothing else, of this JSON schema:\n"


@dataclass(frozen=True, slots=True)
class ModelAnswer:
    """The text of an answer, and what the server says of it."""

    text: str
    tokens_in: int
    tokens_out: int
    refused: bool
    cut: bool  # for length
    thoughts: str = ""  # what it was thinking, where the server tells that apart
    estimated: bool = False  # whether the tokens are counted by us

    def counted(self, request: WritingRequest) -> ModelAnswer:
        """The same, with an estimate of the tokens where the server counts none."""
        if self.tokens_in:
            return self
        out = len((self.text + self.thoughts).encode("utf-8", "replace")) // BYTES_A_TOKEN + 1
        return replace(self, tokens_in=request.tokens, tokens_out=out, estimated=True)

    def whole(self) -> str:
        """The text; raises ModelRefused or BadDraft, with the tokens, where it is not all of a draft."""
        if self.refused:
            raise ModelRefused(
                "it will not write about this",
                ModelFault.REFUSED,
                tokens_in=self.tokens_in,
                tokens_out=self.tokens_out,
            )
        if self.cut:
            raise BadDraft(
                f"its answer was cut at its length, after {self.tokens_out} tokens"
                "; where it thinks first, raise model.reasoning_tokens or lower model.reasoning_effort",
                ModelFault.CUT_SHORT,
                tokens_in=self.tokens_in,
                tokens_out=self.tokens_out,
            )
        return self.text


def instructions(request: WritingRequest, manner: Manner) -> str:
    """What we tell the model; with the schema in words where the server does not hold it to one."""
    if manner.form == "schema":
        return request.instructions
    return f"{request.instructions}\n\n{IN_WORDS}{json.dumps(schema_of(request.form)['schema'])}"


def chat_request(
    model: str, request: WritingRequest, manner: Manner, most_tokens: int, effort: str | None
) -> dict[str, Json]:
    """The arguments of a chat completion."""
    asked: dict[str, Json] = {
        "model": model,
        "messages": [
            {"role": "system", "content": instructions(request, manner)},
            {"role": "user", "content": request.material},
        ],
        manner.budget: most_tokens,
    }
    if manner.form != "words":
        schema = {"type": "json_schema", "json_schema": schema_of(request.form)}
        asked["response_format"] = schema if manner.form == "schema" else {"type": "json_object"}
    if effort and manner.effort:
        asked["reasoning_effort"] = effort
    return asked


def read_chat(answer: Mapping[str, Json]) -> ModelAnswer:
    """The answer in a chat completion; raises KeyError, TypeError or IndexError for something else."""
    choice, usage = answer["choices"][0], answer.get("usage") or {}
    message, reason = choice["message"], choice.get("finish_reason")
    if reason == "error":
        raise KeyError("an answer that the server calls an error")
    return ModelAnswer(
        text=_said(message.get("content")),
        tokens_in=_count(usage, "prompt_tokens"),
        tokens_out=_count(usage, "completion_tokens"),
        refused=bool(message.get("refusal")) or reason == "content_filter",
        cut=reason == "length",
        thoughts=str(message.get("reasoning_content") or message.get("reasoning") or ""),
    )


def _said(content: Json) -> str:
    """The text of a message, which some servers give in parts."""
    if isinstance(content, list):
        return "".join(str(part.get("text") or "") for part in content if part.get("type") == "text")
    return str(content or "")


def responses_request(
    model: str, request: WritingRequest, manner: Manner, most_tokens: int, effort: str | None
) -> dict[str, Json]:
    """The arguments of a response; `store` is off, so that the server keeps nothing for later calls."""
    asked: dict[str, Json] = {
        "model": model,
        "instructions": instructions(request, manner),
        "input": request.material,
        "max_output_tokens": most_tokens,
        "store": False,
    }
    if manner.form != "words":
        schema = {"type": "json_schema", **schema_of(request.form)}
        asked["text"] = {"format": schema if manner.form == "schema" else {"type": "json_object"}}
    if effort and manner.effort:
        asked["reasoning"] = {"effort": effort}
    return asked


def read_response(answer: Mapping[str, Json]) -> ModelAnswer:
    """The answer in a response; raises KeyError or TypeError for something else."""
    parts = [
        part for item in answer["output"] if item["type"] == "message" for part in item.get("content") or ()
    ]
    usage, why = answer.get("usage") or {}, (answer.get("incomplete_details") or {}).get("reason")
    return ModelAnswer(
        text="".join(part["text"] for part in parts if part["type"] == "output_text"),
        tokens_in=_count(usage, "input_tokens"),
        tokens_out=_count(usage, "output_tokens"),
        refused=any(part["type"] == "refusal" for part in parts) or why == "content_filter",
        cut=answer.get("status") == "incomplete",
    )


def _count(usage: Mapping[str, Json], name: str) -> int:
    """A count of tokens; nonsense of a server counts as none."""
    count = usage.get(name)
    return count if type(count) is int and count > 0 else 0
