"""What people hand in with a command, kept for a day under addresses that are signed.

Discord docs, Reference: Signed Attachment CDN URLs; Resources/Message: Attachment Object.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.fakes.discord import limits

if TYPE_CHECKING:
    from tests.fakes.discord.server import Discord

PATH = "/ephemeral-attachments"


@dataclass(frozen=True)
class Upload:
    """A file on somebody's machine."""

    name: str
    content: bytes
    content_type: str = "application/octet-stream"


class Files:
    """What was uploaded, by its path."""

    def __init__(self, discord: Discord) -> None:
        self._discord = discord
        self._key = secrets.token_bytes(16)
        self._kept: dict[str, Upload] = {}
        self.served: list[str] = []

    def keep(self, upload: Upload) -> dict[str, Any]:
        """The attachment object of a file, as an interaction has it beside its options."""
        if len(upload.content) > limits.UPLOAD:
            raise LookupError(f"the client refuses {upload.name!r}: it is larger than {limits.UPLOAD} bytes")
        world = self._discord.world
        file_id = str(world.ids.new())
        path = f"{PATH}/{world.bot.id}/{file_id}/{upload.name}"
        self._kept[path] = upload
        now = int(world.clock.now())
        given, ends = f"{now:x}", f"{now + limits.UPLOAD_SECONDS:x}"
        signed = f"ex={ends}&is={given}&hm={self._signature(path, ends, given)}&"
        return {
            "id": file_id,
            "filename": upload.name,
            "size": len(upload.content),
            "url": f"{self._discord.cdn_url.rstrip('/')}{path}?{signed}",
            "proxy_url": f"{self._discord.cdn_url.rstrip('/')}{path}?{signed}",
            "content_type": upload.content_type,
            "ephemeral": True,
        }

    async def serve(self, request: web.Request) -> web.Response:
        self.served.append(request.path)
        ends, given, signature = (request.query.get(name, "") for name in ("ex", "is", "hm"))
        genuine = hmac.compare_digest(signature, self._signature(request.path, ends, given))
        upload = self._kept.get(request.path)
        if upload is None or not genuine or int(ends, 16) < self._discord.world.clock.now():
            return web.Response(status=404, text="This content is no longer available.")
        return web.Response(body=upload.content, headers={"Content-Type": upload.content_type})

    def _signature(self, path: str, ends: str, given: str) -> str:
        return hmac.new(self._key, f"{path} {ends} {given}".encode(), hashlib.sha256).hexdigest()
