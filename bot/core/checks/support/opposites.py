"""Words that say the contrary of one another, by their roots."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from bot.core.checks.support.reading import root_of

_PAIRS = """
    rise fall, increase decrease, increase reduce, grow shrink, gain lose, climb drop, climb fall, surge
    plunge, soar plummet, raise lower, raise cut, up down, more less, more fewer, most least, most fewest,
    high low, higher lower, highest lowest, large small, larger smaller, largest smallest, big small,
    bigger smaller, biggest smallest, greater lesser, major minor, long short, longer shorter, old young,
    old new, older younger, oldest youngest, early late, earlier later, first last, before after, previous
    next, past future, above below, over under, inside outside, with without, win lose, win defeat, winner
    loser, victory defeat, beat lose, success failure, succeed fail, pass fail, accept reject, accept
    refuse, agree refuse, agree disagree, approve reject, approve oppose, support oppose, supporter
    opponent, supporter critic, back oppose, favour oppose, for against, allow ban, allow forbid, permit
    prohibit, legal illegal, lawful unlawful, confirm deny, admit deny, acknowledge deny, affirm deny,
    guilty innocent, convict acquit, arrest release, detain release, jail free, imprison free, charge
    clear, open close, open shut, begin end, start end, start stop, start finish, begin finish, continue
    stop, launch end, arrive leave, arrive depart, enter leave, enter exit, join leave, stay leave, return
    leave, come go, import export, buy sell, buyer seller, lend borrow, hire fire, hire dismiss, appoint
    dismiss, employ dismiss, save spend, save waste, profit loss, surplus deficit, boom slump, strong
    weak, stronger weaker, strengthen weaken, improve worsen, better worse, best worst, good bad, positive
    negative, safe dangerous, safe unsafe, secure insecure, stable unstable, easy hard, easy difficult,
    simple complex, cheap expensive, rich poor, public private, national local, foreign domestic,
    international domestic, global local, urban rural, north south, northern southern, east west, eastern
    western, northeast southwest, left right, man woman, men women, male female, boy girl, father mother,
    son daughter, brother sister, husband wife, uncle aunt, king queen, alive dead, live die, life death,
    survive die, born die, kill save, attack defend, attacker victim, attacker defender, war peace, ally
    enemy, friend enemy, friend foe, friendly hostile, hot cold, warm cold, warm cool, wet dry, light
    dark, light heavy, day night, morning evening, morning night, summer winter, spring autumn, praise
    criticise, praise criticize, praise condemn, welcome condemn, applaud condemn, hope fear, love hate,
    like dislike, trust distrust, trust doubt, include exclude, add remove, build destroy, create destroy,
    expand reduce, expand shrink, extend shorten, widen narrow, wide narrow, fast slow, faster slower,
    quick slow, rapid slow, accelerate slow, ahead behind, lead trail, lead follow, near far, close
    distant, full empty, present absent, appear disappear, possible impossible, likely unlikely, able
    unable, known unknown, common rare, frequent rare, always never, often rarely, everyone nobody, all
    none, both neither, many few, true false, right wrong, real fake, correct incorrect, temporary
    permanent, voluntary compulsory, voluntary mandatory, optional mandatory, same different, similar
    different, equal unequal, majority minority, adult child, teacher student, teacher pupil, employer
    employee, doctor patient, conservative liberal, republican democrat, republican democratic, civilian
    military, ancient modern, happy sad, happy angry, happy unhappy, healthy sick, healthy ill, clean
    dirty, wealthy poor, upper lower, top bottom, front back, push pull, give take, send receive, lift
    impose, tighten loosen, tighten ease, relax tighten, escalate ease, boost cut, advance retreat, invade
    withdraw, deploy withdraw, hit miss, score concede, remember forget, find lose, hide reveal, reveal
    conceal, optimistic pessimistic, formal informal, direct indirect, regular irregular, active inactive,
    peaceful violent, employed unemployed, married divorced, marry divorce, connect disconnect, upgrade
    downgrade, overestimate underestimate, maximum minimum, internal external, optimism pessimism,
    together apart, predecessor successor, remain leave, former current, former future
"""


@functools.cache
def opposites() -> Mapping[str, frozenset[str]]:
    """For each root, the roots of what says the contrary."""
    found: dict[str, set[str]] = {}
    for pair in _PAIRS.split(","):
        one, other = map(root_of, pair.split())
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {root: frozenset(others) for root, others in found.items()}
