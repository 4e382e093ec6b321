"""The two APIs of the stand-in: where a request has its parts, and what an answer looks like."""

from __future__ import annotations

import json
from typing import Any

from tests.fakes.openai import strict
from tests.fakes.openai.request import Asked

MODEL = "stand-in"


class ChatForm:
    """Chat completions."""

    name = "chat"

    def kind(self, body: dict[str, Any]) -> str:
        return str((body.get("response_format") or {}).get("type", "text"))

    def refused(self, body: dict[str, Any]) -> str | None:
        if self.kind(body) != "json_schema":
            return None
        return strict.refused(body["response_format"].get("json_schema"))

    def asked(self, body: dict[str, Any]) -> Asked:
        said: dict[str, str] = {message["role"]: message["content"] for message in body["messages"]}
        given = (body.get("response_format") or {}).get("json_schema")
        schema = given["schema"] if given else _schema_in(said.get("system", ""))
        most = body.get("max_completion_tokens") or body.get("max_tokens")
        return Asked(said.get("system", ""), said["user"], schema, most)

    def reply(
        self, text: str, fault: str | int | None, usage: tuple[int, int], thoughts: str = ""
    ) -> dict[str, Any]:
        refusal = "I cannot write about this." if fault == "refusal" else None
        message = {"role": "assistant", "content": None if refusal else text, "refusal": refusal}
        if thoughts:
            message["reasoning"] = message["reasoning_content"] = thoughts
        reason = "length" if fault == "length" else "stop"
        return {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 0,
            "model": MODEL,
            "choices": [{"index": 0, "message": message, "finish_reason": reason, "logprobs": None}],
            "usage": {
                "prompt_tokens": usage[0],
                "completion_tokens": usage[1],
                "total_tokens": sum(usage),
            },
        }

    def events(self, text: str, reply: dict[str, Any]) -> list[dict[str, Any]]:
        head = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 0, "model": MODEL}
        deltas: list[dict[str, Any]] = [{"content": piece} for piece in _pieces(text)]
        steps: list[dict[str, Any]] = [
            {"index": 0, "delta": delta, "finish_reason": None} for delta in deltas
        ]
        steps.append({"index": 0, "delta": {}, "finish_reason": "stop"})
        return [head | {"choices": [step]} for step in steps]


class ResponsesForm:
    """Responses."""

    name = "responses"

    def kind(self, body: dict[str, Any]) -> str:
        return str(((body.get("text") or {}).get("format") or {}).get("type", "text"))

    def refused(self, body: dict[str, Any]) -> str | None:
        return strict.refused(body["text"]["format"]) if self.kind(body) == "json_schema" else None

    def asked(self, body: dict[str, Any]) -> Asked:
        said = body.get("instructions") or ""
        schema = ((body.get("text") or {}).get("format") or {}).get("schema") or _schema_in(said)
        return Asked(said, body["input"], schema, body.get("max_output_tokens"))

    def reply(
        self, text: str, fault: str | int | None, usage: tuple[int, int], thoughts: str = ""
    ) -> dict[str, Any]:
        said: dict[str, Any] = {"type": "output_text", "text": text, "annotations": []}
        if fault == "refusal":
            said = {"type": "refusal", "refusal": "I cannot write about this."}
        return {
            "id": "resp_1",
            "object": "response",
            "created_at": 0,
            "model": MODEL,
            "status": "incomplete" if fault == "length" else "completed",
            "incomplete_details": {"reason": "max_output_tokens"} if fault == "length" else None,
            "output": [
                {"type": "reasoning", "id": "rs_1", "summary": []},
                {
                    "type": "message",
                    "id": "msg_1",
                    "role": "assistant",
                    "status": "completed",
                    "content": [said],
                },
            ],
            "usage": {"input_tokens": usage[0], "output_tokens": usage[1], "total_tokens": sum(usage)},
        }

    def events(self, text: str, reply: dict[str, Any]) -> list[dict[str, Any]]:
        place = {"item_id": "msg_1", "output_index": 1, "content_index": 0}
        told = [{"type": "response.output_text.delta", "delta": piece, **place} for piece in _pieces(text)]
        return [*told, {"type": "response.completed", "response": reply}]


def _schema_in(instructions: str) -> dict[str, Any]:
    """The schema that is told in words: the last line of what the model is told; any where there is none."""
    last = instructions.rpartition("\n")[2]
    schema: dict[str, Any] = json.loads(last) if last.startswith("{") else {}
    return schema


def _pieces(text: str) -> list[str]:
    return [text[start : start + 40] for start in range(0, len(text), 40)]


Form = ChatForm | ResponsesForm
