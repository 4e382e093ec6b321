"""The program as people run it: a process of its own, on free ports and in a folder of its own."""

from __future__ import annotations

import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

PATIENCE = 120.0


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Program:
    """`onrecord` with a database and ports of its own."""

    folder: Path
    sample_port: int = field(default_factory=free_port)
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        mine = {
            "ONRECORD_DATABASE": f"sqlite:///{self.folder / 'onrecord.db'}",
            "ONRECORD_WEB_PORT": "0",
            "ONRECORD_SAMPLE_PORT": str(self.sample_port),
        }
        return {**os.environ, **mine, **self.settings}

    def call(self, *arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        """One command to its end."""
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            cwd=self.folder,
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def json(self, *arguments: str, stdin: str | None = None) -> Any:
        """What a command prints as JSON; it must succeed."""
        done = self.call(*arguments, "--format", "json", stdin=stdin)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def lines(self, *arguments: str, stdin: str | None = None) -> list[Any]:
        """What a command prints as JSON lines; it must succeed."""
        done = self.call(*arguments, "--format", "jsonl", stdin=stdin)
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    def start(self) -> Running:
        """`onrecord run`, once it answers."""
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        return Running(process)


def next_slot() -> str:
    """A full minute in UTC that leaves time to order a digest for it, and for a round of gathering."""
    soon = datetime.now(UTC) + timedelta(seconds=75)  # noqa: TID251 - the program runs on the real clock
    return (soon + timedelta(minutes=1)).strftime("%H:%M")


class Running:
    """A started program; leaving the `with` kills it if it still runs."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.said: list[str] = []
        self._pages: queue.Queue[str] = queue.Queue()
        self._readers = [
            threading.Thread(target=self._read, args=(stream,), daemon=True)
            for stream in (process.stdout, process.stderr)
        ]
        for reader in self._readers:
            reader.start()

    def _read(self, stream: Any) -> None:
        for line in stream:
            self.said.append(line)
            if line.startswith("page: "):
                self._pages.put(line.removeprefix("page: ").strip())
        stream.close()

    @property
    def page(self) -> str:
        """The page's address, once it is printed."""
        try:
            address = self._pages.get(timeout=PATIENCE)
        except queue.Empty:
            raise AssertionError("no page: " + "".join(self.said)) from None
        self._pages.put(address)
        return address

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Its exit code after a signal."""
        self.process.send_signal(how)
        code = self.process.wait(timeout=60)
        for reader in self._readers:
            reader.join(timeout=30)
        return code

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.stop(signal.SIGKILL)
