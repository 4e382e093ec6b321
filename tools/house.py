"""Counts the house: how many rooms, how full, how much goes through them when one question is asked.

Usage: python tools/house.py [CHECKOUT]

What it prints goes into docs/figures.md, whose "before" column it sets beside its own figures.

* A module is a file of Python in bot/; its importers are the modules of bot/ that name it, for types too.
* An arrow is a pair of folders, one of which has a module that imports a module of the other.
* A name exists twice when two classes bear it, or two files in different folders (`__init__.py` aside).
* A private function is used once when its module names it once beside its definition.
* A question: `onrecord run` with its sample, in a folder of its own; then `/news ask` is sent to the page as
  a browser sends it, twice, and every file of bot/ in which a function runs both times is counted: what
  the clock does meanwhile is not.
"""

from __future__ import annotations

import ast
import http.cookiejar
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).parent.parent
HEADING = "## The house"
QUESTION = "/news ask Who is the mayor of Brennick?"
ANSWERED = "Hanne Olufsen"
SECONDS = 4.0
TRIES = 240

TRACER = """
import json, runpy, signal, sys, threading
from pathlib import Path
kept, rounds, turns, counting = Path(sys.argv[1]), [], [], False
def profile(frame, event, arg):
    if counting and event == "call" and frame.f_code.co_name != "<module>":
        rounds[-1].add(frame.f_code.co_filename)
def turn(*_):
    global counting
    if not counting:
        rounds.append(set())
    counting = not counting
    turns.append(sorted(set.intersection(*rounds)))
    kept.write_text(json.dumps(turns))
signal.signal(signal.SIGUSR1, turn)
threading.setprofile(profile)
sys.setprofile(profile)
sys.argv = ["onrecord", "run"]
runpy.run_module("bot", run_name="__main__")
"""


class Tree:
    """The modules of a checkout, parsed."""

    def __init__(self, root: Path) -> None:
        self.files = sorted((root / "bot").rglob("*.py"))
        self.texts = {file: file.read_text("utf-8") for file in self.files}
        self.trees = {file: ast.parse(text) for file, text in self.texts.items()}
        self.names = {_module(root, file): file for file in self.files}
        self.imports = {file: set(self._imported(file, root)) - {file} for file in self.files}

    def _imported(self, file: Path, root: Path) -> Iterator[Path]:
        package = _module(root, file.parent / "__init__.py")
        for node in ast.walk(self.trees[file]):
            if isinstance(node, ast.Import):
                yield from (self.names[each.name] for each in node.names if each.name in self.names)
            elif isinstance(node, ast.ImportFrom):
                base = node.module or ""
                if node.level:
                    above = package.split(".")[: len(package.split(".")) - node.level + 1]
                    base = ".".join([*above, base]).rstrip(".")
                for each in node.names:
                    if found := self.names.get(f"{base}.{each.name}", self.names.get(base)):
                        yield found

    def figures(self) -> dict[str, float]:
        """Each figure under its name, in the order in which they are printed."""
        lines = sorted(text.count("\n") for text in self.texts.values())
        importers = Counter(target for found in self.imports.values() for target in found)
        arrows = {
            (file.parent, target.parent)
            for file, found in self.imports.items()
            for target in found
            if file.parent != target.parent
        }
        classes = Counter(
            node.name
            for tree in self.trees.values()
            for node in ast.walk(tree)
            if isinstance(node, ast.ClassDef)
        )
        stems = Counter(file.name for file in self.files if file.name != "__init__.py")
        return {
            "modules": len(self.files),
            "modules with one importer": sum(
                importers[file] == 1 for file in self.files if file.name != "__init__.py"
            ),
            "folders": len({file.parent for file in self.files}),
            "arrows between folders": len(arrows),
            "lines of Python": sum(lines),
            "lines of a module, median": statistics.median(lines),
            "lines of a module, 90th percentile": statistics.quantiles(lines, n=10)[-1],
            "class names that exist twice": sum(times > 1 for times in classes.values()),
            "file names that exist twice": sum(times > 1 for times in stems.values()),
            "private functions used once": sum(map(_used_once, self.trees.values())),
        }


def _module(root: Path, file: Path) -> str:
    return ".".join(file.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


def _used_once(tree: ast.Module) -> int:
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    own = {
        node.name for node in ast.walk(tree) if isinstance(node, functions) and re.match("_[^_]", node.name)
    }
    uses = Counter(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
    uses += Counter(node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute))
    return sum(uses[name] == 1 for name in own)


def passed_by_a_question(root: Path) -> dict[str, float]:
    """Files and folders of bot/ that one question, asked on the page, passes."""
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "passed.json"
        own = {
            "ONRECORD_DATABASE": f"sqlite:///{folder}/onrecord.db",
            "ONRECORD_WEB_PORT": "0",
            "ONRECORD_SAMPLE_PORT": "0",
            "PYTHONPATH": str(root),
        }
        printed = Path(folder) / "printed"
        command = [sys.executable, "-uc", TRACER, str(found)]
        with (
            printed.open("w") as out,
            subprocess.Popen(command, cwd=folder, env=os.environ | own, stdout=out, stderr=out) as process,
        ):
            try:
                _ask(_address(printed), process, found)
            finally:
                process.terminate()
        names = map(Path, json.loads(found.read_text())[-1])
        files = [name for name in names if name.is_relative_to(root / "bot")]
    return {
        "files that one question passes": len(files),
        "folders that one question passes": len({file.parent for file in files}),
    }


def _address(printed: Path) -> str:
    for _ in range(TRIES):
        if found := re.search("^page: (http.*)$", printed.read_text(), re.MULTILINE):
            return found[1]
        time.sleep(0.25)
    sys.exit("the program serves no page")


def _ask(page: str, process: subprocess.Popen[bytes], found: Path) -> None:
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    channel, html = _until(browser, page, "News for ")
    time.sleep(SECONDS)  # what the start began has ended
    token = re.findall(r'name="token" (?:content|value)="(\w+)"', html)[0]
    headers = {"Content-Type": "application/json", "X-CSRF-Token": token}
    body = json.dumps({"text": QUESTION}).encode()
    for turn in (1, 3):
        _turn(process, found, turn)
        browser.open(urllib.request.Request(f"{channel}/say", body, headers)).close()  # noqa: S310 - of loopback
        time.sleep(SECONDS)
        _turn(process, found, turn + 1)
    _until(browser, page, ANSWERED)


def _turn(process: subprocess.Popen[bytes], found: Path, turn: int) -> None:
    process.send_signal(signal.SIGUSR1)
    for _ in range(TRIES):
        with suppress(OSError, ValueError):
            if len(json.loads(found.read_text())) == turn:
                return
        time.sleep(0.1)
    sys.exit("the program does not count")


def _until(browser: urllib.request.OpenerDirector, page: str, words: str) -> tuple[str, str]:
    for _ in range(TRIES):
        with browser.open(page) as shown:
            html = shown.read().decode()
            if words in html:
                return shown.url, html
        time.sleep(0.25)
    sys.exit(f"the page never shows {words!r}")


def before() -> dict[str, str]:
    """The first column of the table in docs/figures.md."""
    section = (ROOT / "docs/figures.md").read_text("utf-8").partition(HEADING)[2].partition("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|", section, re.MULTILINE)
    return {name: value for name, value in rows if any(map(str.isdigit, value))}


def main() -> None:
    """Print the table."""
    root = Path(sys.argv[1]).resolve() if sys.argv[1:] else ROOT
    figures = Tree(root).figures() | passed_by_a_question(root)
    old = before()
    print("| | before | now |\n|---|---|---|")
    for name, value in figures.items():
        print(f"| {name} | {old.get(name, '')} | {value:,.0f} |")


if __name__ == "__main__":
    main()
