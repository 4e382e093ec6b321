from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.core.reading.text import stem

ENDINGS = ("", "s", "ing", "ed", "ation", "ational", "ness", "fully", "ies", "ousness")


@pytest.fixture
def _threads_take_turns_often() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("_threads_take_turns_often")
def test_threads_that_stem_at_once_get_the_stems_of_their_own_words() -> None:
    words = [f"{root}{ending}" for root in ("govern", "relat", "hope", "argu", "cris") for ending in ENDINGS]
    alone = [stem.__wrapped__(word) for word in words]

    def all_of_them(_: int) -> list[str]:
        return [stem.__wrapped__(word) for word in words]

    with ThreadPoolExecutor(8) as threads:
        assert all(found == alone for found in threads.map(all_of_them, range(40)))
