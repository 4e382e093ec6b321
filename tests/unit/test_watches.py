"""Which quotes and articles fit a watch, and in which messages what waits goes out."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from bot.core.indexed import Indexed
from bot.core.watches import fits, messages, said, sayings
from bot.model import AlertSettings, Briefing, Channel, HeldAlert, Quiet, QuoteKind, Topic, Watch
from tests.fakes.stories import BRIDGE, MORNING, annotated, story

ROOM = Channel("chat", "w", "news")
SILVA = Watch("s", ROOM, speaker="Ana Silva", about="cables")
NIGHT = AlertSettings(Quiet(time(22), time(7)), hourly=4)


def spoken(watch: Watch) -> list[str]:
    return [quote.text for quote in sayings(watch, BRIDGE)]


class TestQuotes:
    def test_they_are_of_somebody_so_called_and_on_the_subject(self) -> None:
        assert spoken(SILVA) == ["We will not open it again before every cable has been tested,"]
        assert spoken(Watch("s", ROOM, speaker="Ana Silva", about="cables ferries")) == []
        assert len(spoken(Watch("s", ROOM, speaker="silva"))) == 2

    def test_a_headline_may_name_the_subject(self) -> None:
        assert len(spoken(Watch("s", ROOM, speaker="Silva", about="bridge"))) == 2

    def test_what_may_not_be_printed_does_not_alert(self) -> None:
        fragment = annotated(
            "Mayor on trams",
            "Silva called it “a farce” on Monday.",
            ("a farce", "Silva"),
            kind=QuoteKind.FRAGMENT,
        )
        assert sayings(Watch("s", ROOM, speaker="Silva"), fragment) == ()

    def test_a_namesake_is_somebody_else(self) -> None:
        other = annotated(
            "Orchestra opens its season",
            "“We will play every cable car song there is,” said Bruno Silva, the conductor.",
            ("We will play every cable car song there is,", "Bruno Silva"),
        )
        watch = Watch("s", ROOM, speaker="Ana Silva")
        found = [*sayings(watch, BRIDGE), *sayings(watch, other)]
        assert {quote.speaker for quote in found} == {"Ana Silva", "Bruno Silva"}
        assert {quote.speaker for quote in said(watch, found, ())} == {"Ana Silva"}

    def test_a_surname_alone_is_whom_its_article_names(self) -> None:
        later = annotated(
            "Bridge stays shut",
            "Mayor Ana Silva spoke again on Tuesday.\n\n“The cables are worse than we thought,” Silva said.",
            ("The cables are worse than we thought,", "Silva"),
            hours=30,
        )
        assert said(SILVA, sayings(SILVA, later), BRIDGE.quotes) == [*later.quotes]


class TestArticles:
    @pytest.mark.parametrize(
        ("phrase", "holds"),
        [("cracks in two", True), ("Aldmouth BRIDGE", True), ("crack", False), ("two of cables", False)],
    )
    def test_a_phrase_stands_there_as_it_is_written(self, phrase: str, *, holds: bool) -> None:
        assert fits(Watch("p", ROOM, phrase=phrase), Indexed(BRIDGE.article), None) == holds

    def test_a_topic_is_what_the_article_is_about_and_one_that_is_gone_fits_nothing(self) -> None:
        watch, looked = Watch("t", ROOM, topic="Bridges"), Indexed(BRIDGE.article)
        assert fits(watch, looked, Topic("Bridges", words=("bridge",)))
        assert not fits(watch, looked, Topic("Bridges", words=("viaduct",)))
        assert not fits(watch, looked, None)

    def test_all_that_is_asked_for_has_to_fit(self) -> None:
        watch = Watch("t", ROOM, topic="Bridges", phrase="free of charge")
        assert fits(watch, Indexed(BRIDGE.article), Topic("Bridges", words=("bridge",)))
        assert not fits(watch, Indexed(BRIDGE.article), Topic("Bridges", words=("viaduct",)))


def held(*hours: float) -> list[HeldAlert]:
    """Alerts that came some hours after midnight."""
    midnight = MORNING.replace(hour=0)
    told = Briefing(story(BRIDGE), "Bridge", (), (), "extractive")
    return [HeldAlert(SILVA, told, midnight + timedelta(hours=each)) for each in hours]


def at(hour: float) -> datetime:
    return MORNING.replace(hour=0) + timedelta(hours=hour)


def sizes(waiting: list[HeldAlert], settings: AlertSettings, sent: int, hour: float) -> list[int]:
    return [len(group) for group in messages(waiting, settings, sent, at(hour))]


class TestMessages:
    def test_each_alert_is_a_message(self) -> None:
        assert sizes(held(9, 9.1), NIGHT, 0, 9.2) == [1, 1]

    def test_beyond_the_most_of_an_hour_the_last_message_gathers_the_rest(self) -> None:
        assert sizes(held(*(9 + number / 60 for number in range(7))), NIGHT, 0, 9.1) == [1, 1, 1, 4]
        assert sizes(held(9, 9.05, 9.1), NIGHT, 3, 9.1) == [3]

    def test_what_was_held_up_goes_in_one(self) -> None:
        assert sizes(held(9, 9.1, 9.2, 9.9, 9.95), NIGHT, 0, 10) == [3, 1, 1]

    def test_what_an_hour_had_enough_of_waits(self) -> None:
        assert sizes(held(9), NIGHT, 4, 9.5) == []
        assert sizes(held(9), NIGHT, 5, 9.5) == []

    def test_quiet_time_holds_and_ends_in_one_message(self) -> None:
        assert sizes(held(23, 25, 30), NIGHT, 0, 30.9) == []
        assert sizes(held(23, 25, 30), NIGHT, 0, 31) == [3]
        assert sizes(held(23, 25, 31.01), NIGHT, 0, 31.1) == [2, 1]

    def test_quiet_time_is_by_the_clock_of_the_channel(self) -> None:
        new_york = AlertSettings(Quiet(time(22), time(7)), "America/New_York")
        assert sizes(held(10), new_york, 0, 11.9) == []
        assert sizes(held(10), new_york, 0, 12) == [1]

    def test_nothing_makes_no_message(self) -> None:
        assert messages([], NIGHT, 0, at(9)) == []

    def test_order_stays(self) -> None:
        waiting = held(23, 31.5, 31.6)
        assert [one for group in messages(waiting, NIGHT, 0, at(32)) for one in group] == waiting


def test_a_watch_is_on_something() -> None:
    with pytest.raises(ValueError, match="speaker, a topic or a phrase"):
        Watch("w", ROOM)
    with pytest.raises(ValueError, match="asked of a speaker"):
        Watch("w", ROOM, topic="Energy", about="gas")
