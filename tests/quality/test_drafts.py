"""Floors of what is found in sentences that people wrote from the sample's articles."""

from __future__ import annotations

from tests.bench.drafts import verdicts


def test_most_wrong_sentences_are_caught_and_hardly_a_sound_one() -> None:
    found = verdicts()
    wrong = [one for one in found if not one.sound]
    sound = [one for one in found if one.sound]
    assert sum(bool(one.reasons) for one in wrong) / len(wrong) >= 0.75
    assert sum(bool(one.reasons) for one in sound) / len(sound) <= 0.05
