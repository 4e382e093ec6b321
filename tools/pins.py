"""Pins every dependency with hashes and without any index: `update` computes, `check` compares.

Usage: python tools/pins.py check|update
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parent.parent
COMMAND = (
    "uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes"
    " --no-emit-index-url --no-header --no-annotate -q"
).split()


EXTRA = "postgres"
"""The one extra; its file has what it needs beside run.txt."""


def update() -> None:
    """Write the files anew; the run pins bind the others."""
    run, extra, dev = (ROOT / "requirements" / name for name in ("run.txt", f"{EXTRA}.txt", "dev.txt"))
    subprocess.run([*COMMAND, "-o", run], cwd=ROOT, check=True)
    bound = [*COMMAND, "--extra", EXTRA, "-c", str(run)]
    there = [f"--no-emit-package={name}" for name in _pinned(run.read_text("utf-8"))]
    subprocess.run([*bound, *there, "-o", extra], cwd=ROOT, check=True)
    subprocess.run([*bound, "--group", "dev", "-o", dev], cwd=ROOT, check=True)


def faults() -> list[str]:
    """What in the pins disagrees with pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    needed, extra = project["project"]["dependencies"], project["project"]["optional-dependencies"][EXTRA]
    wanted = {
        "run.txt": needed,
        f"{EXTRA}.txt": extra,
        "dev.txt": needed + extra + project["dependency-groups"]["dev"],
    }
    found: list[str] = []
    for name, requirements in wanted.items():
        text = (ROOT / "requirements" / name).read_text("utf-8")
        pinned = _pinned(text)
        found += [fault for want in requirements if (fault := _fault(name, Requirement(want), pinned))]
        if "://" in text:
            found.append(f"{name}: holds an address")
    return found


def _fault(name: str, want: Requirement, pinned: dict[str, Version]) -> str | None:
    version = pinned.get(canonicalize_name(want.name))
    if version is None:
        return f"{name}: {want.name} is not pinned"
    return None if version in want.specifier else f"{name}: {want.name} {version} is not {want.specifier}"


def _pinned(text: str) -> dict[str, Version]:
    lines = (line.partition(" ")[0] for line in text.splitlines() if "==" in line)
    pairs = (line.split("==", 1) for line in lines)
    return {canonicalize_name(name): Version(version) for name, version in pairs}


def main() -> None:
    """Do what the first argument says."""
    if sys.argv[1:] == ["update"]:
        update()
    elif sys.argv[1:] != ["check"]:
        sys.exit(__doc__)
    if found := faults():
        sys.exit("\n".join([*found, "remedy: make pins"]))


if __name__ == "__main__":
    main()
