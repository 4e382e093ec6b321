"""Lists of feeds that people send as a file, from where Slack keeps it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.feeds.opml import MOST_BYTES
from bot.core.outline import texts
from bot.errors import ConfigError, NotAllowed
from bot.platforms.slack.api import Api
from bot.platforms.slack.limits import Payload

SCOPE = "files:read"

ENDINGS = (".opml", ".xml")
"""How feed readers call their lists."""


def list_of_feeds(event: Payload) -> Payload | None:
    """The first file of a message that by its name is a list of feeds."""
    files = event.get("files") or ()
    return next((file for file in files if str(file.get("name", "")).casefold().endswith(ENDINGS)), None)


@dataclass(frozen=True, slots=True)
class Files:
    """Gets them with the bot's token, which is sent to Slack's own host alone."""

    api: Api

    async def read(self, file: Payload, workspace: str) -> bytes:
        """What is in a file; raises ConfigError or a PlatformError, a sentence for whoever sent it."""
        if int(file.get("size") or 0) > MOST_BYTES:
            raise ConfigError(texts.file_too_large(MOST_BYTES))
        connection = self.api.connection
        url = str(file.get("url_private", ""))
        if not url.startswith(connection.settings.files_url):
            raise ConfigError(texts.FILE_ELSEWHERE)
        token = (await self.api.workspaces.of(workspace)).token
        if SCOPE not in await connection.scopes(token):
            raise NotAllowed(texts.may_read_no_files(SCOPE))
        return await connection.download(url, token, MOST_BYTES)
