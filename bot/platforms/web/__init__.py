"""The local chat page: a chat that On Record hosts itself, a workspace of its own."""

from bot.platforms.web.client import WebPlatform
from bot.platforms.web.guard import Guard, require_password

__all__ = ["Guard", "WebPlatform", "require_password"]
