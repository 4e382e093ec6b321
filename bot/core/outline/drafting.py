"""What is said of how a text was written: by whom, what the checks made of it, what it cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.core.outline import texts
from bot.core.outline.texts import WHY_NO_MODEL as WHY
from bot.core.reading.text import counted
from bot.core.translations import LANGUAGES
from bot.model import Answer, Briefing, Ceilings, Spend, Tally
from bot.model.writing import NANOS


def written(shown: Sequence[Briefing | Answer]) -> str:
    """Who wrote these texts, how the drafts fared, and why some fell back to the extractive writer."""
    writers = dict.fromkeys(one.writer for one in shown)
    tallies = [one.tally for one in shown if one.tally]
    return " ".join([*map(texts.written_by, writers), *_fared(tallies), *_fell_back(tallies)])


def fared(tallies: Sequence[Tally]) -> str:
    """How drafts fared at the gate, and why some texts fell back; nothing where no model was asked."""
    return " ".join([*_fared(tallies), *_fell_back(tallies)])


def translated(shown: Sequence[Briefing | Answer]) -> str:
    """How many lines a machine translated, how many it could not, and why texts stand untranslated."""
    known = [one.translated for one in shown if one.translated]
    if not known:
        return ""
    noun = ("answer",) if any(isinstance(one, Answer) for one in shown) else ("story", "stories")
    into = LANGUAGES[known[0].language].name
    lines, left = sum(len(one.lines) for one in known), sum(one.left for one in known)
    said = [f"{counted(lines, 'line')} translated into {into} by machine."] if lines else []
    if left:
        said.append(f"{counted(left, 'line')} left as in the article: no translation passed the checks.")
    reasons = Counter(one.fallback for one in known if one.fallback and not one.left)
    said += [
        f"{counted(stories, *noun)} not translated into {into} by the model: {WHY[why]}."
        for why, stories in reasons.items()
    ]
    return " ".join(said)


def _fared(tallies: Sequence[Tally]) -> list[str]:
    """The line "7 bullets, 2 repaired, 1 cut": those printed, those of them written anew, those left out."""
    whole = sum(tallies, Tally())
    if not whole.bullets:
        return []
    parts = [counted(whole.bullets, "bullet")]
    parts += [
        f"{count:,} {fate}" for count, fate in ((whole.repaired, "repaired"), (whole.cut, "cut")) if count
    ]
    return [f"{', '.join(parts)}."]


def _fell_back(tallies: Sequence[Tally]) -> list[str]:
    reasons = Counter(tally.fallback for tally in tallies if tally.fallback)
    return [
        f"{counted(count, 'text')} written without the model: {WHY[why]}." for why, count in reasons.items()
    ]


def spent(today: Sequence[Spend], ceilings: Ceilings, currency: str, estimated: bool = False) -> str:
    """What the model cost a workspace today, beside its ceiling; `estimated`: its server counts nothing."""
    here = sum(spend.nanos for spend in today)
    about = "about " if estimated else ""
    why = ", by our estimate, as its server counts no tokens" if estimated else ""
    return f"The model today: {about}{_money(here)} of {_money(ceilings.workspace)} {currency}{why}."


def _money(nanos: int) -> str:
    """To a hundredth, or for small sums to two figures that say something: "0.50", "0.0031"."""
    amount = nanos / NANOS
    return f"{amount:.2f}" if amount >= 0.01 or amount == 0 else f"{amount:.2g}"
