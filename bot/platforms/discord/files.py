"""Files that people hand in with a command, as Discord keeps them for a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bot.core.feeds.opml import MOST_BYTES
from bot.core.outline import texts
from bot.errors import ConfigError, FetchError
from bot.ports import Fetcher

HOSTS = frozenset({"cdn.discordapp.com", "media.discordapp.net"})
"""Where Discord keeps what people upload (Reference: Signed Attachment CDN URLs)."""


@dataclass(frozen=True, slots=True)
class Files:
    """Gets them from there alone; `cdn_url` names another place, where it is not Discord's own."""

    fetcher: Fetcher
    cdn_url: str = ""

    async def read(self, file: Mapping[str, Any]) -> bytes:
        """What is in an attachment; raises ConfigError with a sentence for whoever handed it in."""
        if int(file["size"]) > MOST_BYTES:
            raise ConfigError(texts.file_too_large(MOST_BYTES))
        url = str(file["url"])
        self._check(url)
        try:
            got = await self.fetcher.fetch(url)
        except FetchError as error:  # without the address: whoever has it can read the file
            raise ConfigError(texts.file_not_read("Discord", error.reason)) from error
        self._check(got.url)
        return got.body or b""

    def _check(self, url: str) -> None:
        parts = urlsplit(url)
        discords = parts.scheme == "https" and parts.netloc in HOSTS
        if not (url.startswith(self.cdn_url) if self.cdn_url else discords):
            raise ConfigError(texts.FILE_ELSEWHERE)
