"""The fixed forms that other programs build on, and the exit codes."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.program import Program

TEXT = (
    "Dam repair will take two summers\n\n"
    "The repair of the Orlen dam will take two summers, the water board said in a report. "
    "It will cost 41 million crowns and close the crest road to traffic.\n\n"
    "“We looked at every shortcut for the dam, and none of them was safe,” said Petra Vale, the chief engineer.\n\n"
    "“People downstream should sleep well.\n\n"
    "“That is the whole point,” Vale said.\n\n"
    "She called the first plan “reckless” and spoke at the opening of the exhibition “Water and Stone”.\n"
)
PAGE = (
    "<html><head><title>Dam repair will take two summers</title></head><body><nav><a href='/'>Home</a></nav>"
    "<article><h1>Dam repair will take two summers</h1>"
    + "".join(f"<p>{paragraph}</p>" for paragraph in TEXT.split("\n\n")[1:])
    + "</article><form><h3>Leave a Reply</h3><p>Your email will not be published.</p></form></body></html>"
)
ROW_KEYS = {
    "article_id",
    "quote_text",
    "quote_start",
    "quote_end",
    "kind",
    "speaker",
    "speakers",
    "role",
    "cue",
    "confidence",
    "segment_of",
}


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """A folder with a text and a page, and a store that nothing is put into."""
    folder: Path = tmp_path_factory.mktemp("program")
    (folder / "dam.txt").write_text(TEXT, "utf-8")
    (folder / "plain.txt").write_text("The dam was repaired.\n\nIt holds.\n", "utf-8")
    (folder / "dam.html").write_text(PAGE, "utf-8")
    (folder / "dam.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    return Program(folder)


def write_lines(file: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    text = "".join(json.dumps(row) + "\n" for row in rows)
    file.write_bytes(gzip.compress(text.encode()) if file.suffix == ".gz" else text.encode())


def test_quotes_of_a_file_are_slices_one_line_a_segment(program: Program) -> None:
    rows = program.lines("quotes", "dam.txt")
    assert all(set(row) == ROW_KEYS for row in rows)
    assert all(TEXT[row["quote_start"] : row["quote_end"]] == row["quote_text"] for row in rows)
    assert {row["article_id"] for row in rows} == {"dam.txt"}
    first, second, third, fragment, title = rows
    assert (first["kind"], first["speaker"], first["segment_of"]) == ("quote", "Petra Vale", None)
    assert "engineer" in first["role"]
    assert (second["speaker"], second["segment_of"]) == ("Petra Vale", None)
    assert third["segment_of"] == second["quote_start"]
    assert (fragment["quote_text"], fragment["kind"]) == ("reckless", "fragment")
    assert (title["kind"], title["speaker"]) == ("not-speech", None)


def test_quotes_are_the_same_from_standard_input_and_from_json_lines(program: Program) -> None:
    write_lines(program.folder / "a.jsonl.gz", [{"id": "x", "title": "", "text": TEXT}, {"text": TEXT}])
    from_file = program.lines("quotes", "dam.txt")
    piped = program.lines("quotes", "-", stdin=TEXT)
    listed = program.lines("quotes", "--articles", "a.jsonl.gz")
    strip = [{key: row[key] for key in ROW_KEYS - {"article_id"}} for row in from_file]
    assert [{key: row[key] for key in ROW_KEYS - {"article_id"}} for row in piped] == strip
    assert [row["article_id"] for row in listed] == ["x"] * len(strip) + ["a.jsonl.gz"] * len(strip)
    assert [row["quote_start"] for row in listed] == [row["quote_start"] for row in strip] * 2


def test_extract_prints_a_line_a_file(program: Program) -> None:
    rows = program.lines("extract", "dam.html", "dam.html.gz")
    assert [row["file"] for row in rows] == ["dam.html", "dam.html.gz"]
    assert set(rows[0]) == {"file", "headline", "byline", "date", "text"}
    assert rows[0]["headline"] == "Dam repair will take two summers"
    assert "two summers, the water board said" in rows[0]["text"]
    assert "Leave a Reply" not in rows[0]["text"]
    assert "Home" not in rows[0]["text"]


def test_brief_prints_bullets_with_cites_and_quotes_with_speakers(program: Program) -> None:
    row = program.json("brief", "dam.txt")
    assert set(row) == {"headline", "articles", "writer", "bullets", "quotes", "outlets"}
    assert row["writer"] == "extractive"
    assert set(row["bullets"][0]) == {"text", "cites", "quotes"}
    assert set(row["bullets"][0]["cites"][0]) == {"article", "start", "end"}
    assert set(row["quotes"][0]) == {"text", "article", "start", "end", "speaker", "role"}
    for quote in row["quotes"]:
        assert TEXT[quote["start"] : quote["end"]] == quote["text"]
        assert quote["speaker"] == "Petra Vale"
    for bullet in row["bullets"]:
        cite = bullet["cites"][0]
        assert bullet["text"] in TEXT[cite["start"] : cite["end"]]
    assert set(row["outlets"][0]) == {"name", "url"}


def test_stories_prints_an_object_of_ids(program: Program) -> None:
    rows: list[dict[str, Any]] = [
        {
            "id": "a",
            "title": "Dam repair will take two summers",
            "text": TEXT,
            "date": "2026-03-01",
            "topic": 1,
        },
        {"id": "b", "title": "Orlen dam: repair to last two summers", "text": TEXT, "date": "2026/03/01"},
        {
            "id": "c",
            "title": "Choir wins",
            "text": "The choir of Marl won the cup in Ost.",
            "date": "2026-03-01",
        },
    ]
    write_lines(program.folder / "s.jsonl", rows)
    found = program.json("stories", "--articles", "s.jsonl")
    assert set(found) == {"a", "b", "c"}
    assert found["a"] == found["b"] != found["c"]


def test_import_search_and_ask(tmp_path: Path) -> None:
    program = Program(tmp_path)
    rows: list[dict[str, Any]] = [
        {"id": "a", "url": "https://a.example/1", "title": "Dam repair", "text": TEXT, "date": "2026-03-01"},
        {"id": "b", "url": "https://b.example/2", "title": "Dam repair", "text": TEXT, "date": "2026/03/02"},
        {
            "id": "c",
            "url": "https://c.example/3",
            "title": "Choir wins cup",
            "text": "The choir of Marl won the silver cup in Ostburg on a rainy night.",
            "date": "2026-03-03",
            "outlet": "The Choirmaster",
            "extra": [1],
        },
    ]
    write_lines(program.folder / "i.jsonl.gz", rows)
    assert program.call("import", "i.jsonl.gz").stdout == "imported: 3 new, 0 changed, 1 copy, 8 quotes\n"
    assert program.json("import", "i.jsonl.gz")["new"] == 0
    hits = program.json("search", "choir", "cup", "--limit", "5")
    assert set(hits[0]) == {"id", "headline", "outlet", "date", "score", "passage"}
    assert (hits[0]["id"], hits[0]["outlet"], hits[0]["date"]) == ("c", "The Choirmaster", "2026-03-03")
    assert {hit["id"] for hit in program.json("search", "dam")} == {"a", "b"}
    assert {hit["id"] for hit in program.json("search", "dam", "--as-of", "2026-03-01")} == {"a"}
    assert {hit["id"] for hit in program.json("search", "dam", "--since", "2026-03-02")} == {"b"}
    queries: list[dict[str, Any]] = [
        {"id": "q1", "query": "Who won the silver cup?", "as_of": "2026-03-05"},
        {"id": "q2", "query": "Who won the silver cup?", "without": ["c"]},
    ]
    write_lines(program.folder / "q.jsonl", queries)
    found = program.lines("search", "--queries", "q.jsonl")
    assert [row["id"] for row in found] == ["q1", "q2"]
    assert set(found[0]) == {"id", "confidence", "hits"}
    assert found[0]["hits"][0]["id"] == "c"
    assert "c" not in {hit["id"] for hit in found[1]["hits"]}
    first, second = program.lines("ask", "--queries", "q.jsonl")
    assert set(first) == {"id", "answered", "confidence", "about", "bullets", "quotes"}
    assert first["answered"]
    assert "choir of Marl" in first["bullets"][0]["text"]
    assert not second["answered"]
    assert first["confidence"] > second["confidence"]
    write_lines(program.folder / "e.jsonl", [{"id": "none", "query": "?"}, queries[0]])
    unread, read = program.lines("ask", "--queries", "e.jsonl")
    assert (unread["answered"], unread["error"]) == (False, "Please include a name, place or event.")
    assert read == first
    turns = [{"ask": "Who won the silver cup?"}, {"ask": "and where"}]
    write_lines(
        program.folder / "t.jsonl", [{"id": "t", "as_of": "2026-03-05", "about": ["c"], "turns": turns}]
    )
    rows = program.lines("ask", "--threads", "t.jsonl")
    assert [(row["id"], row["turn"]) for row in rows] == [("t", 1), ("t", 2)]
    assert all(set(row) == {"id", "turn", *first} for row in rows)
    assert rows[0]["about"] == ["c"]
    answer = program.json("ask", "Who", "won", "the", "silver", "cup?")
    assert set(answer) == {"answered", "confidence", "about", "bullets", "quotes"}
    assert answer["bullets"][0]["cites"][0]["article"] == "c"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["ask", ""], 2, "the question is empty"),
        (["ask", "who?"], 2, "Please include a name, place or event."),
        (
            ["ask", "who opened the ferry?"],
            4,
            "I have read no articles yet; fetch some with: onrecord gather",
        ),
        (["digest"], 4, "No feeds yet. Add one: onrecord feeds add URL"),
        (["digest", "--as-of", "nonsense"], 2, "--as-of and --size go with --articles"),
        (["digest", "--size", "3"], 2, "--as-of and --size go with --articles"),
        (["digest", "--articles", "a.jsonl", "--dry-run"], 2, "they do not go with --articles"),
        (["digest", "--articles", "a.jsonl", "--channel", "x"], 2, "they do not go with --articles"),
        (["digest", "--articles", "a.jsonl"], 2, "a.jsonl: cannot be read: No such file or directory\n"),
        (["quotes", "plain.txt"], 4, "plain.txt: no quotes in this file"),
        (["quotes", "dam.txt", "--speaker", "Ada"], 2, "are for the quote book; leave out the file"),
        (["quotes", "dam.txt", "--articles", "a.jsonl"], 2, "quotes takes one of"),
        (["quotes", "--speaker", "Ada"], 4, "no quote in the book fits"),
        (["ask", "who?", "--queries", "q.jsonl"], 2, "--queries holds the questions"),
        (["search", "xyzzy"], 4, "no article"),
        (["nonsense"], 2, "No such command"),
        (["--config", "no.toml", "feeds", "list"], 2, "no.toml: no such config file"),
        (["quotes", "no.txt"], 2, "no.txt: cannot be read"),
        (["brief", "http://127.0.0.1:9/"], 3, "127.0.0.1"),
        (["brief", "http://2130706433/"], 3, "2130706433"),
        (["feeds", "add", "ftp://a.example/feed"], 2, "ftp://a.example/feed"),
        (["feeds", "remove", "https://a.example/feed"], 2, "not taken"),
        (["db", "restore", "dam.txt"], 2, "dam.txt"),
        (["--database", "postgresql://localhost/x", "feeds", "list"], 1, "cannot be reached"),
        (["search", "x", "--since", "soon"], 2, "soon: no day"),
        (["import"], 2, "import takes one of: a file, --sitemap URL, --pages URL"),
        (["import", "a.jsonl", "--pages", "https://a.example/feed"], 2, "import takes one of"),
        (["import", "a.jsonl", "--limit", "3"], 2, "go with --sitemap or --pages"),
        (["import", "--sitemap", "http://127.0.0.1:9/sitemap.xml"], 3, "127.0.0.1:9"),
        (["import", "--pages", "ftp://a.example/feed"], 2, "ftp://a.example/feed"),
    ],
)
def test_bad_input_is_one_clear_sentence_and_an_exit_code(
    program: Program, arguments: list[str], code: int, said: str
) -> None:
    done = program.call(*arguments)
    assert (done.returncode, said in done.stderr) == (code, True), done.stderr
    assert "Traceback" not in done.stderr
    assert not done.stdout


def test_without_feeds_the_list_says_how_to_add_one(program: Program) -> None:
    assert program.call("feeds", "list").stdout.splitlines()[-1] == (
        "No feeds yet. Add one: onrecord feeds add URL"
    )


def test_page_without_an_article_is_said(program: Program) -> None:
    (program.folder / "empty.html").write_text("<html><body><a href='/a'>a</a></body></html>", "utf-8")
    done = program.call("brief", "empty.html")
    assert done.returncode == 4
    assert "empty.html: no article" in done.stderr


def test_options_of_every_command_may_stand_behind_it(program: Program) -> None:
    elsewhere = program.call("feeds", "list", "--database", f"sqlite:///{program.folder}/other.db")
    assert elsewhere.returncode == 0
    assert (program.folder / "other.db").exists()


def test_doctor_and_config(program: Program) -> None:
    assert program.call("config", "check").stdout == "config: ok\n"
    assert json.loads(program.call("config", "schema").stdout)["title"] == "Config"
    findings = {row["what"]: row for row in program.json("doctor")}
    assert findings["store"]["ok"]
    assert findings["store"]["says"] == "0 articles, 0 quotes, 0 feeds, 0 digests, 0 deliveries"
    assert findings["full text"]["ok"]


DRAFT = (
    "Dam news\n\nThe repair of the Orlen dam will take two summers.\n"
    "- It will cost 44 million crowns.\n"
    "“We looked at every shortcut for the dam, and none of them was safe,” said Ida Quist.\n"
)


def test_a_draft_is_held_against_its_sources(program: Program) -> None:
    (program.folder / "draft.md").write_text(DRAFT, "utf-8")
    done = program.call("check", "draft.md", "--against", "dam.txt", "--format", "json")
    found = json.loads(done.stdout)
    assert done.returncode == 1
    assert (found["checked"], found["faulty"]) == (3, 2)
    heading, fine, number, speaker = found["sentences"]
    assert heading["left"] == "no sentence"
    assert fine["faults"] == []
    cite = fine["cites"][0]
    assert TEXT[cite["start"] : cite["end"]] == cite["text"]
    assert DRAFT[number["start"] : number["end"]] == number["text"]
    assert [(fault["kind"], fault["words"]) for fault in number["faults"]] == [("number", "44 million")]
    assert {"speaker", "name"} == {fault["kind"] for fault in speaker["faults"]}
    for form, said in (
        ("text", "✗ It will cost 44 million crowns."),
        ("markdown", "**number** `44 million`"),
    ):
        shown = program.call("check", "-", "dam.html", "dam.txt", "--format", form, stdin=DRAFT)
        assert shown.returncode == 1
        assert said in shown.stdout


def test_a_draft_that_its_sources_bear_out_exits_with_0(program: Program) -> None:
    done = program.call("check", "-", "--against", "dam.txt", stdin="The repair will take two summers.")
    assert (done.returncode, done.stdout.splitlines()[1]) == (0, "1 sentence, 0 with faults.")


def test_claims_are_checked_line_by_line(program: Program) -> None:
    rows: list[Mapping[str, Any]] = [
        {"id": 1, "text": "It will cost 41 million crowns.", "sources": [TEXT]},
        {"id": "b", "text": "It will cost 44 million crowns.", "sources": ["It will cost 41 million.", TEXT]},
    ]
    write_lines(program.folder / "claims.jsonl.gz", rows)
    done = program.call("check", "--claims", "claims.jsonl.gz")
    good, bad = map(json.loads, done.stdout.splitlines())
    assert done.returncode == 1
    assert (good["id"], good["faults"]) == ("1", [])
    assert bad["faults"][0]["kind"] == "number"
    assert bad["support"] < 0.5 < good["support"]


@pytest.mark.parametrize(
    "arguments", [("check",), ("check", "dam.txt"), ("check", "dam.txt", "--claims", "plain.txt")]
)
def test_a_check_without_a_draft_or_sources_is_a_wrong_call(
    program: Program, arguments: tuple[str, ...]
) -> None:
    done = program.call(*arguments)
    assert done.returncode == 2
    assert "check" in done.stderr or "claims" in done.stderr


def test_sources_of_a_claim_are_a_list_and_not_a_text(program: Program) -> None:
    write_lines(program.folder / "claims.jsonl.gz", [{"id": 1, "text": "It sank.", "sources": "It sank."}])
    done = program.call("check", "--claims", "claims.jsonl.gz")
    assert done.returncode == 2
    assert "line 1 wants id, text and sources, a list of texts" in done.stderr


# --- lines that cannot be read --------------------------------------------------------------------


def test_an_import_names_the_lines_that_it_skips_and_keeps_the_others(tmp_path: Path) -> None:
    program = Program(tmp_path)
    first = {"id": "one", "title": "Dam", "text": TEXT, "date": "2026-03-01"}
    lines = [
        json.dumps(first),
        "{broken",
        json.dumps({"id": "no-text", "title": "Dam"}),
        json.dumps({"id": "half\ud800", "title": "Dam", "text": TEXT}),
        json.dumps({"id": "early", "text": TEXT, "date": "0001-01-01T00:30:00+05:00"}),
        json.dumps({"id": "late", "text": TEXT, "date": "9999-12-31T23:30:00-05:00"}),
        json.dumps(
            {
                **first,
                "id": "last",
                "url": "https://a.example/last",
                "text": TEXT + "\nThe board meets again in May.\n",
            }
        ),
    ]
    body = b"\n".join(line.encode() for line in lines)
    (tmp_path / "news.jsonl").write_bytes(body.replace(b"no-text", b"no-\xfftext") + b"\n")
    done = program.call("import", "news.jsonl")
    assert done.returncode == 1
    assert "2 new" in done.stdout
    told = [line for line in done.stderr.splitlines() if "news.jsonl: line" in line]
    assert [re.search(r"line (\d)", line).group(1) for line in told] == list("23456")  # type: ignore[union-attr]  # each has
    assert "left out: 5 lines" in done.stderr
    assert "Traceback" not in done.stderr
    assert [hit["id"] for hit in program.lines("search", "board", "May")][:1] == ["last"]


def test_a_line_that_cannot_be_read_does_not_end_a_batch(tmp_path: Path) -> None:
    program = Program(tmp_path)
    write_lines(tmp_path / "news.jsonl", [{"id": "one", "title": "Dam", "text": TEXT, "date": "2026-03-01"}])
    assert program.call("import", "news.jsonl").returncode == 0
    good: dict[str, Any] = {"id": "good", "query": "what did Petra Vale say about the dam"}
    bad: list[dict[str, Any]] = [
        {"id": "day", "query": "dam", "as_of": "soon"},
        {"id": "bare"},
        {"id": "null", "query": None},
        {"id": "operator", "query": "dam since:soon"},
        {"id": "list", "query": "dam", "without": 5},
        {"query": "dam"},
    ]
    lines = ["{", *map(json.dumps, [*bad, good])]
    (tmp_path / "asked.jsonl").write_text("\n".join(lines), "utf-8")
    names = [None, "day", "bare", "null", "operator", "list", None]
    for command in ("ask", "search"):
        rows = program.lines(command, "--queries", "asked.jsonl")
        assert [row["id"] for row in rows if "error" in row] == names
        assert rows[-1]["id"] == "good"
        assert rows[-1].get("bullets") or rows[-1].get("hits")
    threads: list[dict[str, Any]] = [
        {"id": "turns", "turns": ["who"]},
        {"id": "none"},
        {"id": "day", "as_of": "2026-13-40", "turns": [{"ask": "who"}]},
        {"id": "about", "about": "one", "turns": [{"ask": "who"}]},
        {"id": "good", "about": [], "turns": [{"ask": None}, {"ask": good["query"]}, {"ask": "how long"}]},
    ]
    write_lines(tmp_path / "talks.jsonl", threads)
    rows = program.lines("ask", "--threads", "talks.jsonl")
    assert [(row["id"], row.get("turn")) for row in rows if "error" in row] == [
        ("turns", 1),
        ("none", None),
        ("day", None),
        ("about", None),
        ("good", 1),
    ]
    assert [row["answered"] for row in rows if row["id"] == "good"][:2] == [False, True]
    assert len(rows) == 7
