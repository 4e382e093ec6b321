"""Reads what people hand to the command line: articles as text, HTML or JSON lines, - for stdin."""

from __future__ import annotations

import codecs
import gzip
import json
import sys
import zlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.errors import ConfigError
from bot.model import Article, Page, digest_of

LONGEST_ID = 500
"""Characters of an article's id in a file; a longer one, which no index holds, is named by its hash."""

_HTML = (".html", ".htm", ".html.gz", ".htm.gz")


def is_address(what: str) -> bool:
    """Whether this is a web address rather than a file."""
    return what.startswith(("http://", "https://"))


def name_of(what: str) -> str:
    """A file's name without its folders."""
    return "-" if what == "-" else Path(what).name


def read_bytes(what: str) -> bytes:
    """What a file holds, unpacked; raises ConfigError naming the file."""
    if what == "-":
        return sys.stdin.buffer.read()
    try:
        raw = Path(what).read_bytes()
        return gzip.decompress(raw) if what.endswith(".gz") else raw
    except OSError as error:
        raise ConfigError(f"{what}: cannot be read: {error.strerror or error}") from error
    except (EOFError, zlib.error) as error:
        raise ConfigError(f"{what}: not a whole gzip file") from error


def write_text(path: Path, text: str) -> None:
    """Write a file as UTF-8; raises ConfigError naming it."""
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written: {error.strerror or error}") from error


def read_text(what: str) -> str:
    """A file as UTF-8, nothing normalised."""
    try:
        return read_bytes(what).decode("utf-8")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{what}: not UTF-8 at byte {error.start}; convert it with iconv first") from error


def read_page(what: str) -> Page | None:
    """The article in a text or HTML file, or None where there is none."""
    from bot.core import extract

    if what.endswith(_HTML):
        return extract.read_page(read_bytes(what))
    text = read_text(what)
    if text.lstrip()[:15].lower().startswith(("<!doctype html", "<html")):
        return extract.read_page(text.encode())
    return extract.read_text(text) if text.strip() else None


def html_files(what: str) -> Iterator[str]:
    """The file itself, or the HTML files of a folder in order of name."""
    if not Path(what).is_dir():
        yield what
        return
    for path in sorted(Path(what).iterdir()):
        if path.name.endswith(_HTML):
            yield str(path)


Row = tuple[int, dict[str, Any]]
"""A line's number, from 1, and its object."""


def json_rows(path: Path) -> Iterator[Row | ConfigError]:
    """The objects of a JSON-lines file, may be gzipped, and for each line that is none why it is not.

    Raises ConfigError naming the file where that cannot be read.
    """
    try:
        with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip() and line.strip() != codecs.BOM_UTF8:
                    yield _object(path, number, line)
    except gzip.BadGzipFile as error:
        raise ConfigError(f"{path}: is not gzipped; take .gz from its name") from error
    except (OSError, EOFError, zlib.error) as error:
        raise ConfigError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from error


def _object(path: Path, number: int, line: bytes) -> Row | ConfigError:
    try:
        value = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError:
        return ConfigError(
            f"{path}: line {number} is no text in UTF-8; save it so, and end a gzipped file in .gz"
        )
    except (ValueError, RecursionError) as error:
        return ConfigError(f"{path}: line {number} is not JSON: {error}")
    return (
        (number, value)
        if isinstance(value, dict)
        else ConfigError(f"{path}: line {number} is not a JSON object")
    )


def json_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-lines file, may be gzipped; raises ConfigError naming file and line."""
    for row in json_rows(path):
        if isinstance(row, ConfigError):
            raise row
        yield row[1]


def articles(path: Path, now: datetime) -> Iterator[Article]:
    """The articles of a JSON-lines file in its order; raises ConfigError naming file and line."""
    for one in readable_articles(path, now):
        if isinstance(one, ConfigError):
            raise one
        yield one


def readable_articles(path: Path, now: datetime) -> Iterator[Article | ConfigError]:
    """The articles of a JSON-lines file in its order, and for each line that holds none why it does not."""
    for row in json_rows(path):
        if isinstance(row, ConfigError):
            yield row
            continue
        number, fields = row
        try:
            yield _article(fields, path.name, now)
        except (KeyError, TypeError, ValueError, ConfigError) as error:
            yield ConfigError(f"{path}: line {number}: {_fault(error)}")


def _fault(error: Exception) -> str:
    return f"has no {error}" if isinstance(error, KeyError) else str(error)


def _id(named: str) -> str:
    """The id of a file's article, as it stands there unless no index holds it."""
    return named if len(named) <= LONGEST_ID else digest_of(named)


def _article(row: Mapping[str, Any], file: str, now: datetime) -> Article:
    text = row["text"]
    if not isinstance(text, str):
        raise TypeError("text is not a string")
    url = str(row.get("url") or "")
    published = row.get("published") or row.get("date")
    name = str(row.get("article_id") or row.get("id") or file)
    if not _is_text(name):
        raise ValueError("its id holds half a character")
    if "\0" in name:
        raise ValueError("its id holds a character that no store keeps (U+0000)")
    return Article(
        id=_id(name),
        url=url,
        outlet=str(row.get("outlet") or _host(url)),
        headline=str(row.get("title") or ""),
        text=text,
        captured=now,
        published=moment(str(published)) if published else None,
        language=_code(row.get("language")),
    )


def _code(language: object) -> str | None:
    """The ISO 639-1 code of "nl" or "nl-BE"; None for what is none."""
    code = str(language or "").partition("-")[0].lower()
    return code if len(code) == 2 and code.isalpha() else None


def _is_text(name: str) -> bool:
    """Whether all of it can be written; half of a pair of surrogates cannot."""
    return not any("\ud800" <= character <= "\udfff" for character in name)


def _host(url: str) -> str:
    host = url.partition("://")[2].partition("/")[0]
    return host.removeprefix("www.") or "imported"


def day(text: str) -> datetime:
    """The start of a day given as YYYY-MM-DD or YYYY/MM/DD, in UTC; raises ConfigError."""
    try:
        return datetime.strptime(text.strip().replace("/", "-")[:10], "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError as error:
        raise ConfigError(f"{text}: not a date; write YYYY-MM-DD") from error


def moment(text: str) -> datetime:
    """A date with a time of day, in UTC unless it says otherwise; a day alone is its noon."""
    plain = text.strip().replace("/", "-")
    if len(plain) <= len("YYYY-MM-DD"):
        return day(plain).replace(hour=12)
    try:
        at = datetime.fromisoformat(plain)
    except ValueError:
        from bot.core.reading import dates

        found = dates.moment(text) if ":" in text else None
        return found or day(plain).replace(hour=12)
    try:
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError as error:
        raise ConfigError(f"{text}: not a date that there is in UTC") from error


def ids_of(row: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """The list of ids under a key, or none; raises ConfigError for what is no list of them."""
    values = row.get(key) or []
    if not isinstance(values, list) or not all(isinstance(value, str | int) for value in values):
        raise ConfigError(f"{key} is no list of ids")
    return tuple(str(value) for value in values)


def plain_article(what: str, now: datetime) -> Article:
    """A text file as an article, offsets untouched; its id is the file's name."""
    text = read_text(what)
    if not text.strip():
        raise ConfigError(f"{what}: the file is empty")
    headline = text.strip().split("\n", 1)[0].strip()
    return Article(name_of(what), "", "", headline, text, now)


def page_article(what: str, page: Page, now: datetime) -> Article:
    """A page read from a file as an article."""
    return Article(
        id=digest_of("file", what, page.text),
        url="" if what == "-" else Path(what).resolve().as_uri(),
        outlet=name_of(what),
        headline=page.headline,
        text=page.text,
        captured=now,
        byline=page.byline,
        published=page.published,
        language=page.language,
    )
