"""What `onrecord check` makes of sentences that people wrote from the sample's articles, wrong and sound."""

from __future__ import annotations

import sys
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from bot.adapters.lexicons import lexicon
from bot.adapters.sample import outlets
from bot.core.checks.sourced import SourceSentences, check
from tests.bench.checked import reads

FILE = Path(__file__).with_suffix(".toml")


class Verdict(NamedTuple):
    """A sentence, whether it is right, what kind it is of, and the kinds of fault found in it."""

    text: str
    sound: bool
    kind: str
    reasons: tuple[str, ...]


def verdicts() -> list[Verdict]:
    """Each sentence of the file, held against its article."""
    known = lexicon()
    files = sorted((Path(outlets.__file__).parent / "articles").glob("*.md"))
    articles = {read.article.id + read.article.headline: read for read in reads()}
    found = []
    for name, parts in tomllib.loads(FILE.read_text("utf-8")).items():
        front = tomllib.loads(
            next(file for file in files if file.stem == name).read_text("utf-8").split("+++")[1]
        )
        sources = SourceSentences.of([articles[front["slug"] + front["headline"]]], known)
        for part, kinds in parts.items():
            for kind, texts in kinds.items():
                for text in texts:
                    faults = [fault for one in check(text, sources) for fault in one.faults]
                    reasons = tuple(fault.reason.value for fault in faults)
                    found.append(Verdict(text, part == "sound", kind, reasons))
    return found


def report() -> str:
    """Shares by kind, then what was missed and what was wrongly found."""
    found = verdicts()
    by_kind: dict[tuple[bool, str], list[Verdict]] = defaultdict(list)
    for one in found:
        by_kind[one.sound, one.kind].append(one)
    lines = ["drafts by hand over the sample: sentences with a fault"]
    for sound, title in ((False, "wrong"), (True, "sound")):
        of = [one for one in found if one.sound is sound]
        lines.append(f"  {title:28} {sum(bool(one.reasons) for one in of):3} of {len(of):3}")
        for (part, kind), ones in by_kind.items():
            if part is sound:
                lines.append(f"    {kind:26} {sum(bool(one.reasons) for one in ones):3} of {len(ones):3}")
    lines += [f"  missed: {one.text}" for one in found if not one.sound and not one.reasons]
    lines += [
        f"  wrongly found ({', '.join(one.reasons)}): {one.text}"
        for one in found
        if one.sound and one.reasons
    ]
    return "\n".join(lines)


def main() -> None:
    """Print the report."""
    sys.stdout.write(report() + "\n")
