"""The two APIs: how a draft is asked for, and where the text stands in what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.adapters.llm.schema import Json, schema_of
from bot.errors import BadDraft, ModelRefused
from bot.model import WritingRequest


@dataclass(frozen=True, slots=True)
class ModelAnswer:
    """The text of an answer, and what the server says of it."""

    text: str
    tokens_in: int
    tokens_out: int
    refused: bool
    cut: bool  # for length

    def whole(self) -> str:
        """The text; raises ModelRefused or BadDraft, with the tokens, where it is not all of a draft."""
        if self.refused:
            raise ModelRefused(
                "it will not write about this", tokens_in=self.tokens_in, tokens_out=self.tokens_out
            )
        if self.cut:
            raise BadDraft(
                "its answer was cut for length", tokens_in=self.tokens_in, tokens_out=self.tokens_out
            )
        return self.text


def chat_request(model: str, request: WritingRequest) -> dict[str, Json]:
    """The arguments of a chat completion."""
    return {
        "model": model,
        "messages": [
            {"role": "system", "content": request.instructions},
            {"role": "user", "content": request.material},
        ],
        "response_format": {"type": "json_schema", "json_schema": schema_of(request.form)},
        "max_completion_tokens": request.most_tokens,
    }


def read_chat(answer: Mapping[str, Json]) -> ModelAnswer:
    """The answer in a chat completion; raises KeyError, TypeError or IndexError for something else."""
    choice, usage = answer["choices"][0], answer.get("usage") or {}
    message, reason = choice["message"], choice.get("finish_reason")
    return ModelAnswer(
        text=str(message.get("content") or ""),
        tokens_in=_count(usage, "prompt_tokens"),
        tokens_out=_count(usage, "completion_tokens"),
        refused=bool(message.get("refusal")) or reason == "content_filter",
        cut=reason == "length",
    )


def responses_request(model: str, request: WritingRequest) -> dict[str, Json]:
    """The arguments of a response; `store` is off, so that the server keeps nothing for later calls."""
    return {
        "model": model,
        "instructions": request.instructions,
        "input": request.material,
        "text": {"format": {"type": "json_schema", **schema_of(request.form)}},
        "max_output_tokens": request.most_tokens,
        "store": False,
    }


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
