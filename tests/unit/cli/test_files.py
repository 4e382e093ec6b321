from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli import files, session
from bot.cli.session import moment_of
from bot.errors import ConfigError

NOW = datetime(2026, 3, 5, 8, tzinfo=UTC)


def test_json_lines_become_articles_with_ids_dates_and_outlets(tmp_path: Path) -> None:
    file = tmp_path / "articles.jsonl.gz"
    rows = [
        {
            "id": "a",
            "url": "https://www.one.example/x",
            "title": "T",
            "text": "Words.",
            "date": "2024/02/03",
            "x": 1,
        },
        {"id": "b", "url": "", "title": "U", "text": "More.", "date": "2024-02-04", "outlet": "The Two"},
        {"text": "No id."},
    ]
    file.write_bytes(gzip.compress("\n".join(json.dumps(row) for row in rows).encode()))
    first, second, third = files.articles(file, NOW)
    assert (first.id, first.outlet, first.published) == (
        "a",
        "one.example",
        datetime(2024, 2, 3, 12, tzinfo=UTC),
    )
    assert (second.id, second.outlet, second.headline) == ("b", "The Two", "U")
    assert (third.id, third.published, third.captured) == ("articles.jsonl.gz", None, NOW)


@pytest.mark.parametrize(
    ("dates", "moment"),
    [
        ({"date": "2024-02-03"}, "2024-02-03T12:00+00:00"),
        ({"date": "2024-02-03T06:45:10Z"}, "2024-02-03T06:45:10+00:00"),
        ({"date": "2024/02/03 06:45"}, "2024-02-03T06:45+00:00"),
        ({"date": "2024-02-03 06:45:10 +0100"}, "2024-02-03T05:45:10+00:00"),
        ({"published": "2024-02-03T23:30-05:00"}, "2024-02-04T04:30+00:00"),
        ({"published": "Sat, 03 Feb 2024 06:45:10 GMT"}, "2024-02-03T06:45:10+00:00"),
        ({"date": "2024-02-03", "published": "2024-02-03T06:45:10.250Z"}, "2024-02-03T06:45:10.250+00:00"),
        ({"published": None, "date": "2024-02-03T06:45"}, "2024-02-03T06:45+00:00"),
    ],
)
def test_the_time_of_day_is_kept(tmp_path: Path, dates: dict[str, str], moment: str) -> None:
    file = tmp_path / "articles.jsonl"
    file.write_text(json.dumps({"id": "a", "text": "x", **dates}), "utf-8")
    (article,) = files.articles(file, NOW)
    assert article.published == datetime.fromisoformat(moment)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 2 is not JSON"),
        ("[1]", "line 2 is not a JSON object"),
        ('{"id": "b"}', "line 2: has no 'text'"),
        ('{"id": "b", "text": 4}', "line 2: text is not a string"),
        ('{"id": "b", "text": "x", "date": "soon"}', "line 2: soon: not a date"),
        ("[" * 100_000, "line 2 is not JSON"),
        (r'{"id": "a\u0000b", "text": "x"}', "line 2: its id holds a character that no store keeps"),
    ],
)
def test_unusable_line_is_named(tmp_path: Path, line: str, said: str) -> None:
    file = tmp_path / "articles.jsonl"
    file.write_text('{"id": "a", "text": "x"}\n' + line + "\n", "utf-8")
    with pytest.raises(ConfigError, match=said):
        list(files.articles(file, NOW))


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("a.jsonl", b"\xff\xfe{", "no text in UTF-8; save it so"),
        ("a.jsonl.gz", b"{}", "is not gzipped; take .gz from its name"),
    ],
)
def test_lines_that_cannot_be_read_are_named_with_a_remedy(
    tmp_path: Path, name: str, body: bytes, said: str
) -> None:
    file = tmp_path / name
    file.write_bytes(body)
    with pytest.raises(ConfigError, match=said):
        list(files.articles(file, NOW))


def test_a_byte_order_mark_before_lines_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "articles.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + b'{"id": "a", "text": "x"}\n')
    assert [one.id for one in files.articles(file, NOW)] == ["a"]


@pytest.mark.parametrize("given", ["0001-01-01T00:00", "9999-12-31", "2026-11-29 99:99"])
def test_a_moment_that_is_none_is_refused(given: str) -> None:
    with pytest.raises(ConfigError, match=given):
        moment_of(given)


def test_plain_text_is_not_normalised(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes("\ufeffHead\u2019s\r\n\r\n  e\u0301  ".encode())
    assert files.plain_article(str(file), NOW).text == "\ufeffHead\u2019s\r\n\r\n  e\u0301  "


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("a.txt", b"\xff\xfe", "not UTF-8 at byte 0"),
        ("a.txt", b"  \n", "the file is empty"),
        ("a.html.gz", b"<html>", "Not a gzipped file"),
    ],
)
def test_unusable_file_is_named(tmp_path: Path, name: str, body: bytes, said: str) -> None:
    file = tmp_path / name
    file.write_bytes(body)
    with pytest.raises(ConfigError, match=said):
        files.plain_article(str(file), NOW)


def test_missing_file_is_named() -> None:
    with pytest.raises(ConfigError, match=r"nowhere\.txt: cannot be read: No such file"):
        files.read_text("nowhere.txt")


@pytest.mark.parametrize(
    ("given", "at"),
    [
        ("2024-02-03", datetime(2024, 2, 3, 12, tzinfo=UTC)),
        ("2024-02-03T18:30", datetime(2024, 2, 3, 18, 30, tzinfo=UTC)),
        ("2024-02-03T18:30:00Z", datetime(2024, 2, 3, 18, 30, tzinfo=UTC)),
        ("2024-02-03T18:30:00+02:00", datetime(2024, 2, 3, 16, 30, tzinfo=UTC)),
        ("2024-02-03 and some", datetime(2024, 2, 3, 12, tzinfo=UTC)),
    ],
)
def test_a_date_may_carry_a_time_of_day_and_is_noon_without(given: str, at: datetime) -> None:
    assert files.moment(given) == at


@pytest.mark.parametrize(
    ("given", "language"), [("nl", "nl"), ("pt-BR", "pt"), ("", None), ("Dutch", None), (7, None)]
)
def test_an_article_may_say_its_language(tmp_path: Path, given: object, language: str | None) -> None:
    file = tmp_path / "one.jsonl"
    file.write_text(json.dumps({"id": "1", "text": "Het regent.", "language": given}), "utf-8")
    (article,) = files.articles(file, NOW)
    assert article.language == language


def test_a_first_day_is_read_as_people_type_it() -> None:
    assert session.since_of("") is None
    for typed in ("2026-05-03", "3 May 2026", "3.5.2026"):
        assert session.since_of(typed) == datetime(2026, 5, 3, tzinfo=UTC)
    with pytest.raises(ConfigError, match="soon: no day; write YYYY-MM-DD, yesterday"):
        session.since_of("soon")
