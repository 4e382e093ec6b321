"""The two APIs of the stand-in: where a request has its parts, and what an answer looks like."""

from __future__ import annotations

from typing import Any

from tests.fakes.openai import strict
from tests.fakes.openai.request import Asked

MODEL = "stand-in"


class ChatForm:
    """Chat completions."""

    def refused(self, body: dict[str, Any]) -> str | None:
        wanted = body.get("response_format") or {}
        if wanted.get("type") != "json_schema":
            return "response_format wants a json_schema"
        return strict.refused(wanted.get("json_schema"))

    def asked(self, body: dict[str, Any]) -> Asked:
        said: dict[str, str] = {message["role"]: message["content"] for message in body["messages"]}
        schema = body["response_format"]["json_schema"]["schema"]
        return Asked(said.get("system", ""), said["user"], schema, body.get("max_completion_tokens"))

    def reply(self, text: str, fault: str | int | None, usage: tuple[int, int]) -> dict[str, Any]:
        refusal = "I cannot write about this." if fault == "refusal" else None
        message = {"role": "assistant", "content": None if refusal else text, "refusal": refusal}
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

    def refused(self, body: dict[str, Any]) -> str | None:
        wanted = (body.get("text") or {}).get("format") or {}
        if wanted.get("type") != "json_schema":
            return "text.format wants a json_schema"
        return strict.refused(wanted)

    def asked(self, body: dict[str, Any]) -> Asked:
        schema = body["text"]["format"]["schema"]
        return Asked(body.get("instructions") or "", body["input"], schema, body.get("max_output_tokens"))

    def reply(self, text: str, fault: str | int | None, usage: tuple[int, int]) -> dict[str, Any]:
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


def _pieces(text: str) -> list[str]:
    return [text[start : start + 40] for start in range(0, len(text), 40)]


Form = ChatForm | ResponsesForm
