"""Any OpenAI-compatible server, through the openai package."""

from bot.adapters.llm.client import OpenAiModel

__all__ = ["OpenAiModel"]
