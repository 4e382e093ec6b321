"""The desk: where people's commands, buttons, modals and mentions go in; one file a subject."""

from bot.newsroom.desk.news_desk import GRACE, NewsDesk

__all__ = ["GRACE", "NewsDesk"]
