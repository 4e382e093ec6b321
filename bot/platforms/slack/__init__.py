"""Slack: what it shows is pure, what it says is checked, what it is asked goes to the desk."""

from bot.platforms.slack.client import SlackPlatform
from bot.platforms.slack.settings import SlackSettings

__all__ = ["SlackPlatform", "SlackSettings"]
