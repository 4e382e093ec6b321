"""Starts programs, and kills, freezes and stops them; writes down when each ran undisturbed."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from dataclasses import dataclass, field

from tests.chaos import program, warm
from tests.chaos.clocks import BotClock, Number
from tests.chaos.expected import Run
from tests.chaos.world import World

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload([warm.__name__])  # imported here too: the server passes over what fails

PATIENCE = 60.0  # seconds for a program to end after SIGTERM
LONGEST_START = 60.0  # seconds until a program serves, on a busy machine


@dataclass
class Programs:
    """The programs of a world, and the stretches in which each ran."""

    world: World
    runs: list[Run] = field(default_factory=list)
    kills: int = 0
    killed: list[float] = field(default_factory=list)  # when, by the machine's clock
    starts: list[float] = field(default_factory=list)
    off: float = 0.0  # what every clock is off by

    def start(self, name: str, off: float = 0.0, user: int | None = None) -> Running:
        """Start one; its clock is off by so many seconds, and it may run as another user."""
        clock = BotClock(self.world.universe, name)
        clock.off.put(self.off + off)
        served = Number(self.world.folder / f"served-{name}")
        arguments = (self.world.folder, name, self.world.secrets, self.world.universe, user)
        process = _CONTEXT.Process(target=program.run, args=arguments, daemon=True)
        process.start()
        now = self.world.universe.now()
        self.starts.append(now)
        return Running(self, name, process, clock, served, now, now)

    def log(self, name: str) -> str:
        """What a program said."""
        file = self.world.folder / f"{name}.log"
        return file.read_text("utf-8") if file.exists() else ""


@dataclass
class Running:
    """One started program."""

    programs: Programs
    name: str
    process: multiprocessing.context.ForkServerProcess
    clock: BotClock
    _served: Number
    _started: float
    _since: float | None

    @property
    def pid(self) -> int:
        """Its process id."""
        assert self.process.pid
        return self.process.pid

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self.process.is_alive()

    @property
    def serves(self) -> bool:
        """Whether it has said that it serves."""
        return self._served.get() >= self._started

    def note(self) -> None:
        """End the stretch in which it ran undisturbed, and begin another.

        It begins when the program says that it serves: how long a start takes is the machine's matter.
        """
        universe = self.programs.world.universe
        now, served = universe.now(), self._served.get()
        if served < self._started and now - self._started < LONGEST_START * universe.speed:
            served = now
        if self._since is not None:
            self.programs.runs.append(Run(max(self._since, served), now, self.clock.off.get()))
            self._since = now

    def kill(self) -> None:
        """SIGKILL."""
        if not self.alive:
            return
        self.note()
        self.programs.kills += 1
        self.programs.killed.append(time.time())
        os.kill(self.pid, signal.SIGKILL)

    def gone(self) -> None:
        """Wait until it has ended."""
        self.process.join(PATIENCE)
        assert not self.alive, f"{self.name} does not end"

    def freeze(self) -> None:
        """SIGSTOP."""
        self.disturb()
        os.kill(self.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """SIGCONT."""
        os.kill(self.pid, signal.SIGCONT)
        self.undisturbed()

    def disturb(self) -> None:
        """From now on it cannot be asked for editions, until it is undisturbed again."""
        self.note()
        self._since = None

    def undisturbed(self) -> None:
        """From now on it must make every edition that is due."""
        self._since = self.programs.world.universe.now()

    def step(self, seconds: float) -> None:
        """Step its clock."""
        self.note()
        self.clock.off.put(self.clock.off.get() + seconds)

    def block(self, seconds: float) -> None:
        """Block its event loop for so long."""
        self.disturb()
        (self.programs.world.folder / "block").write_text(str(seconds), "utf-8")
        os.kill(self.pid, signal.SIGUSR1)

    def ask_to_stop(self) -> None:
        """SIGTERM."""
        self.disturb()
        os.kill(self.pid, signal.SIGTERM)

    def stop(self) -> int:
        """SIGTERM; its exit code."""
        self.ask_to_stop()
        self.gone()
        return int(self.process.exitcode or 0)
