"""A checked line in another language: what a model is asked for, and whether its answer may be printed."""

from bot.core.translations.languages import LANGUAGES, Language
from bot.core.translations.lines import Line, articles_of, lines, writing_request
from bot.core.translations.prove import fault

__all__ = ["LANGUAGES", "Language", "Line", "articles_of", "fault", "lines", "writing_request"]
