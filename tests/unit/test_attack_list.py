"""The list of attacks in docs/security.md: each line names the tests that hold it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent.parent
LIST = TESTS.parent / "docs" / "security.md"
ROWS = [
    line.strip("| \n").split(" | ") for line in LIST.read_text("utf-8").splitlines() if line.startswith("| ")
]
NAMED = re.compile(r"`([\w/]+\.py)::(\w+)`")


@pytest.mark.parametrize("row", ROWS[1:], ids=[row[0][:60] for row in ROWS[1:]])
def test_each_attack_names_tests_that_are_there(row: list[str]) -> None:
    threat, defence, shown_by = row
    named = NAMED.findall(shown_by)
    assert threat
    assert defence
    assert named, "no test is named as FILE.py::TEST, below tests/"
    for file, test in named:
        source = (TESTS / file).read_text("utf-8")
        assert re.search(rf"\bdef {test}\(", source), f"{file} has no {test}"
