"""One worker: reads what it is given, one thing at a time, until its pipe ends or a limit ends it.

Started as `python -m bot.adapters.reading.worker SECONDS BYTES`. What passes the pipes is the program's own.
"""

from __future__ import annotations

import os
import pickle
import resource
import signal
import struct
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import IO, Any

LENGTH = struct.Struct(">Q")
"""Before each job and each answer: how many bytes follow."""

Job = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]


def main(seconds: float, memory: int) -> None:
    """Work until the program ends; a job that takes longer than `seconds` ends this process."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    with suppress(ValueError, OSError):  # some systems know no such limit
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    jobs: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_take_in, args=(jobs,), daemon=True).start()
    while True:
        answer = _answer(jobs.get(), seconds)
        answers.write(LENGTH.pack(len(answer)))
        answers.write(answer)
        answers.flush()


def _take_in(jobs: SimpleQueue[bytes]) -> None:
    """Pass jobs on, in a thread of its own so that the end of the program is seen while one is read."""
    with os.fdopen(0, "rb") as pipe:
        while (length := pipe.read(LENGTH.size)) and len(length) == LENGTH.size:
            jobs.put(_whole(pipe, LENGTH.unpack(length)[0]))
    os._exit(0)


def _whole(pipe: IO[bytes], length: int) -> bytes:
    body = pipe.read(length)
    if len(body) < length:
        os._exit(0)
    return body


def _answer(job: bytes, seconds: float) -> bytes:
    """Whether it went well, and the result or the error."""
    try:
        # what the job needs is imported here, before its time begins
        work, args, kwargs = pickle.loads(job)  # noqa: S301 - from our own program
        # the system's own alarm: it ends this process also where the parser never lets Python run
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            result = work(*args, **kwargs)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        return pickle.dumps((True, result))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is raised where the job came from
        return _failure(error)


def _failure(error: Exception) -> bytes:
    lines = "".join(traceback.format_exception(error))
    try:
        failure = pickle.dumps((False, error))
        pickle.loads(failure)  # noqa: S301 - our own; some errors can be written but not read again
    except Exception:  # noqa: BLE001 - any error may be one that does not pass a pipe
        return pickle.dumps((False, RuntimeError(lines)))
    return failure


if __name__ == "__main__":
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    main(float(sys.argv[1]), int(sys.argv[2]))
