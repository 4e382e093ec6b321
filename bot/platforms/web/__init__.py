"""The local chat page: a chat that On Record hosts itself, a workspace of its own."""

from bot.platforms.web.client import WebPlatform
from bot.platforms.web.guard import require_password

__all__ = ["WebPlatform", "require_password"]
