"""What stands in a request's body (Discord docs, Reference: HTTP API, Uploading Files)."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from tests.fakes.discord.refusals import Form, Refused, refused

BODIES = ("application/json", "multipart/form-data", "application/x-www-form-urlencoded")
UPLOAD = 10 * 1024 * 1024  # a file


async def body_of_request(request: web.Request) -> Any:
    """The JSON of a body, or of the payload_json beside uploaded files; refuses what is neither."""
    if not request.can_read_body:
        return {}
    if request.content_type == "multipart/form-data":
        return await _parts_of(request)
    raw = await request.read()
    if not raw:
        return {}
    if request.content_type not in BODIES:
        expected = f'Expected "Content-Type" header to be one of {{{", ".join(BODIES)}}}.'
        errors = {"_errors": [{"code": "CONTENT_TYPE_INVALID", "message": expected}]}
        raise Refused(400, 50035, "Invalid Form Body", errors)
    try:
        body = json.loads(raw)
    except ValueError:
        raise refused(50109) from None
    wanted: type = list if request.method == "PUT" else dict
    if not isinstance(body, wanted):
        form = Form()
        form.fail((), f"{wanted.__name__.upper()}_TYPE_CONVERT", f"Only a {wanted.__name__} may be used here")
        form.done()
    return body


async def _parts_of(request: web.Request) -> Any:
    body: dict[str, Any] = {}
    files: list[dict[str, Any]] = []
    reader = await request.multipart()
    while True:
        part: Any = await reader.next()
        if part is None:
            break
        data = await part.read()
        if part.name == "payload_json":
            body = json.loads(data)
            continue
        if len(data) > UPLOAD:
            raise Refused(413, 40005, "Request entity too large")
        name = part.filename or "file"
        files.append(
            {
                "id": str(len(files)),
                "filename": name,
                "size": len(data),
                "url": f"attachment://{name}",
                "proxy_url": "",
            }
        )
    holder = body["message"] if isinstance(body.get("message"), dict) else body
    holder["attachments"] = files
    return body
