"""What all tests share: no test reaches beyond loopback, and what is skipped says how to get it."""

from __future__ import annotations

import ipaddress
import os
import shutil
import socket
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from xdist.scheduler import LoadFileScheduling

if TYPE_CHECKING:
    from tests.fakes.postgres import Cluster

ROOT = Path(__file__).parent.parent
BENCH = Path(os.environ.get("ONRECORD_BENCH", ROOT.parent / "shared" / "bench"))

KEPT = {"ONRECORD_BENCH", "ONRECORD_REQUIRE"}
PROGRAMS = ("chaos", "e2e")
"""The folders whose tests start the program."""

LONGEST = ("discord", "slack")
"""Of their files, those with one of these in their name take as long as all others together."""

HOW_TO_GET = {
    "postgres": "apt-get install postgresql",
    "chromium": "apt-get install chromium",
    "axe": "pip install axe-playwright-python",
    "aimock": "npm install -g @copilotkit/aimock",
    "llmock": "pipx install llmock (the one of PyPI)",
    "fakellm": "pipx install fakellm",
    "bench": "put the benchmark folder beside the checkout, or name it in ONRECORD_BENCH",
}


MARKS = {
    "long": "tests of whole minutes of the program; to run them, as CI does: ONRECORD_REQUIRE=long,slow make test",
    "slow": "slow tests, and most cases of the longest; to run them, as CI does: ONRECORD_REQUIRE=long,slow make test",
}
"""Marks of tests that run only where they are required, with what is said of those that do not."""


def _required() -> list[str]:
    return os.environ.get("ONRECORD_REQUIRE", "").split(",")


def cases(quick: int, whole: int) -> int:
    """How many cases a test tries: fewer, unless the slow tests run."""
    return whole if "slow" in _required() else quick


def _present(name: str) -> bool:
    if name == "bench":
        return BENCH.is_dir()
    if name == "postgres":
        from tests.fakes.postgres import programs

        return programs() is not None
    if name == "axe":
        return find_spec("axe_playwright_python") is not None
    found = shutil.which(name)
    if name == "llmock":  # aimock brings a command of this name, which is another program
        return found is not None and "node_modules" not in os.path.realpath(found)
    return found is not None


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Two a core: many tests wait for a program, a browser or a minute that begins."""
    return 2 * (os.cpu_count() or 1)


class Grouped(LoadFileScheduling):  # type: ignore[misc]  # it has no types
    """Each file runs in one process, and what starts programs in two: more at once take too long to start."""

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        _, folder, *_, name = file.split("/")
        if folder not in PROGRAMS:
            return file
        return "longest programs" if any(one in name for one in LONGEST) else "programs"


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Grouped:
    """As `--dist loadfile` says, but for programs."""
    return Grouped(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What waits longest begins first, so that nothing stands alone at the end."""
    items.sort(key=lambda item: item.path.relative_to(ROOT).parts[1] not in PROGRAMS)


def pytest_runtest_setup(item: pytest.Item) -> None:
    for name, skipped in MARKS.items():
        if item.get_closest_marker(name) and name not in _required():
            pytest.skip(skipped)
    for mark in item.iter_markers("needs"):
        name = mark.args[0]
        if _present(name):
            continue
        if name in _required():
            pytest.fail(f"{name} is required and absent: {HOW_TO_GET[name]}")
        pytest.skip(f"needs {name}: {HOW_TO_GET[name]}")


def pytest_unconfigure(config: pytest.Config) -> None:
    """The very last lines: what was skipped, and the one command that gets what it needs."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None:
        return
    reasons = [str(report.longrepr) for report in reporter.stats.get("skipped", [])]
    for skipped in MARKS.values():
        if count := sum(skipped in reason for reason in reasons):
            reporter.write_line(f"skipped: {count} {skipped}")
    for name, how in HOW_TO_GET.items():
        if count := sum(f"needs {name}:" in reason for reason in reasons):
            reporter.write_line(f"skipped: {count} tests that need {name}; to run them: {how}")


def _guard(event: str, args: tuple[Any, ...]) -> None:
    if event != "socket.connect":
        return
    sock, address = args[0], args[1]
    if sock.family not in (socket.AF_INET, socket.AF_INET6):
        return
    host = str(address[0])
    if host != "localhost" and not ipaddress.ip_address(host.partition("%")[0]).is_loopback:
        raise AssertionError(f"a test tried to reach {host}: only loopback is allowed")


sys.addaudithook(_guard)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A PostgreSQL server, started for the first test that asks for it."""
    from tests.fakes.postgres import cluster

    with cluster() as running:
        yield running


@pytest.fixture
def bench() -> Path:
    return BENCH


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the machine reaches a test."""
    for name in [name for name in os.environ if name.startswith("ONRECORD_") and name not in KEPT]:
        monkeypatch.delenv(name)
