"""100,000 changed claims against invented articles: python -m tests.bench.verify. None may verify."""

from __future__ import annotations

import random
import sys

from bot.core.quotes.verify import verify
from tests.fakes.articles import english
from tests.property.test_verify import changes, holds, made, plain_words, typographies

CASES = 100_000


def report(cases: int = CASES) -> str:
    """How many changed claims verified, and how many true ones did not."""
    random_ = random.Random(7)
    changed = false = true = lost = 0
    while changed < cases:
        read = made(random_)
        for quote in read.quotes:
            for claimed in changes(quote.text.split(), read, random_):
                changed += 1
                false += not holds(claimed, verify(claimed, read, english()), read)
            for claimed in typographies(quote.text):
                found = verify(claimed, read, english())
                true += 1
                lost += found is None or plain_words(found.text) != plain_words(quote.text)
    return f"verify: {false} of {changed} changed claims verified; {lost} of {true} true ones did not"


if __name__ == "__main__":
    print(report(int(sys.argv[1]) if len(sys.argv) > 1 else CASES))
