"""What people upload, for who shows a token with files:read (docs.slack.dev, Objects: File, `url_private`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import web

if TYPE_CHECKING:
    from tests.fakes.slack.server import Slack
    from tests.fakes.slack.world import Workspace

PATH = "/files-pri"


@dataclass(frozen=True)
class Upload:
    """A file on somebody's machine."""

    name: str
    content: bytes


class Files:
    """What was uploaded, by its path."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack
        self._kept: dict[str, tuple[Workspace, Upload]] = {}
        self.served: list[str] = []

    def keep(self, workspace: Workspace, upload: Upload) -> dict[str, Any]:
        """The file object of a message."""
        file_id = self._slack.id("F")
        path = f"{PATH}/{workspace.id}-{file_id}/{upload.name}"
        self._kept[path] = workspace, upload
        return {
            "id": file_id,
            "name": upload.name,
            "title": upload.name,
            "size": len(upload.content),
            "mode": "hosted",
            "is_external": False,
            "url_private": f"{self._slack.address}{path}",
        }

    async def serve(self, request: web.Request) -> web.Response:
        """The file; without a token that may read it, the way to the page where people sign in."""
        self.served.append(request.path)
        kept = self._kept.get(request.path)
        who = self._slack.who(request.headers.get("Authorization", "").removeprefix("Bearer "))
        if kept is None:
            return web.Response(status=404)
        if who is None or who[0] is not kept[0] or who[1].dead or "files:read" not in who[1].scopes:
            return web.Response(status=302, headers={"Location": "/login"})
        return web.Response(body=kept[1].content)
