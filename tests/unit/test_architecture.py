"""The layout in docs/architecture.md is the tree, and pyproject.toml declares what the tree imports."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent.parent
NAME = re.compile(r"[\w.]+(?:/|\.py)")
INDIRECT = {"aiosqlite", "tzdata"}  # SQLAlchemy's driver and the time zones: named, never imported


def named() -> list[Path]:
    """The paths of the layout block: a line holds names, then two spaces and what they are."""
    page = (ROOT / "docs/architecture.md").read_text("utf-8")
    found: list[Path] = []
    above: list[tuple[int, Path]] = []
    for line in page.split("```text\n")[1].split("```")[0].splitlines():
        indent = len(line) - len(line.lstrip())
        above = [(depth, folder) for depth, folder in above if depth < indent]
        base = above[-1][1] if above else Path()
        names = re.split(r"\s{2,}", line.strip())[0].split(" · ")
        assert all(NAME.fullmatch(name) for name in names), f"not a line of names: {line}"
        found += [base / name for name in names]
        above.append((indent, base / names[-1]))
    return found


def standing(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        is_module = path.suffix == ".py" and not path.name.startswith("__")
        if is_module or (path.is_dir() and any(path.rglob("*.py"))):
            yield path.relative_to(ROOT)


def test_the_layout_names_each_path_once_and_as_what_it_is() -> None:
    paths = named()
    assert len(paths) == len(set(paths))
    assert [path for path in paths if not (ROOT / path).exists()] == []
    assert [path for path in paths if (ROOT / path).is_file() == (path.suffix != ".py")] == []


def test_the_layout_names_all_of_the_tree_to_the_second_depth() -> None:
    rooms = list(standing(ROOT / "bot"))
    tree = rooms + [path for room in rooms if (ROOT / room).is_dir() for path in standing(ROOT / room)]
    assert sorted(set(tree) - set(named())) == []


def imported(folder: str) -> set[str]:
    found: set[str] = set()
    for file in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {each.name.partition(".")[0] for each in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    return found - sys.stdlib_module_names - {"bot", "tests", "tools"}


def test_what_the_program_imports_is_declared_and_what_is_declared_it_imports() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {canonicalize_name(Requirement(line).name) for line in project["dependencies"]}
    owners = packages_distributions()
    used = {canonicalize_name(owner) for name in imported("bot") for owner in owners.get(name, [name])}
    assert used - declared == set()
    assert declared - used == INDIRECT
