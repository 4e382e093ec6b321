import asyncio
import json

import pytest

from bot.errors import StoreBusy
from bot.model import Actor, Command, Control, Filled, Outline, Part
from bot.platforms.web.messages import BACKLOG
from tests.fakes.desk import DAILY, MORNING, NEWS, WAITED, part, place, where
from tests.fakes.page import heard, open_page

WHERE = where(WAITED)


async def test_the_first_channel_opens_and_shows_its_digest() -> None:
    async with open_page() as page:
        await page.platform.post(place(), part())
        html = await page.open("/")
        assert 'aria-current="page"><span dir="auto">daily' in html
        assert "Island ferry sails again on Monday" in html
        assert "We have waited long enough" in html


async def test_a_channel_name_of_any_letters_opens() -> None:
    async with open_page() as page:
        assert '<span dir="auto">weekend</span>' in await page.open("/c/week%2Fend%20%C3%BC")


async def test_a_channel_that_is_not_there_is_told() -> None:
    async with open_page() as page:
        assert "There is no such channel" in await page.open("/c/none")
    async with open_page(channels=()) as page:
        assert "There is no channel yet" in await page.open("/")


async def test_a_question_is_kept_and_its_answer_comes_in_a_thread() -> None:
    async with open_page() as page:
        await page.open()
        async with page.events() as events:
            status, text = await page.send("/c/daily/say", {"text": " when does it sail? "})
            said = json.loads(text)
            assert status == 200
            assert "when does it sail?" in said["html"]
            assert (await heard(events, "message"))["id"] == said["id"]
            assert (await heard(events, "working"))["on"] is True
            assert (await heard(events, "working"))["on"] is False
            reply = await heard(events, "message")
        assert reply["thread"] == said["id"]
        assert "after three weeks in dock" in reply["html"]
        assert page.desk.handled == [
            (Command("ask", {"question": "when does it sail?"}), Actor(place(), "You"))
        ]
        assert page.desk.threads == {place(said["id"]): ("ferry",)}, "a follow-up there is about the ferry"
        assert "1 reply</button>" in await page.open()
        assert "after three weeks in dock" in await page.open(f"/c/daily?thread={said['id']}")


async def test_a_command_is_answered_in_the_channel_and_a_thread_stays_a_thread() -> None:
    async with open_page() as page:
        await page.open()
        digest = await page.platform.post(place(), part())
        async with page.events() as events:
            await page.send("/c/daily/say", {"text": "/help"})
            await heard(events, "message")
            assert (await heard(events, "message"))["thread"] is None
            await page.send("/c/daily/say", {"text": "and then?", "thread": digest})
            assert (await heard(events, "message"))["thread"] == digest
            assert (await heard(events, "message"))["thread"] == digest


async def test_a_line_that_cannot_be_read_is_answered_with_one_sentence() -> None:
    async with open_page() as page:
        await page.open()
        async with page.events() as events:
            await page.send("/c/daily/say", {"text": "/news digset"})
            await heard(events, "message")
            reply = await heard(events, "message")
        assert "There is no command /news digset; did you mean /news digest?" in reply["html"]
        assert 'class="message told error"' in reply["html"]
        assert page.desk.handled == []


async def test_an_empty_question_is_told_and_not_kept() -> None:
    async with open_page() as page:
        await page.open()
        status, text = await page.send("/c/daily/say", {"text": "  "})
        assert (status, text) == (400, "Type a question, or /news help to see what I can do.")
        assert await page.store.messages(place()) == []


@pytest.mark.parametrize("sent", [[], "text", None, {"text": "x" * 2001}])
async def test_what_is_no_message_is_refused(sent: object) -> None:
    async with open_page() as page:
        await page.open()
        assert (await page.send("/c/daily/say", sent))[0] == 400
        assert await page.store.messages(place()) == []


async def test_characters_that_no_store_can_hold_are_dropped() -> None:
    async with open_page() as page:
        await page.open()
        await page.send("/c/daily/say", {"text": "a\x00b\ud800c\x1b"})
        assert '<p dir="auto">abc</p>' in await page.open()


async def test_show_me_where_comes_in_the_thread_and_only_once() -> None:
    async with open_page() as page:
        await page.open()
        digest = await page.platform.post(place(), part())
        press = {"action": WHERE.action, "ref": WHERE.ref, "label": WHERE.label, "thread": digest}
        async with page.events() as events:
            assert await page.send("/c/daily/press", press) == (200, '{"id": null}')
            reply = await heard(events, "message")
        assert reply["thread"] == digest
        assert "<mark>We have waited long enough, and so have the schools,</mark>" in reply["html"]
        assert await page.send("/c/daily/press", press) == (200, json.dumps({"id": reply["id"]}))
        assert page.desk.pressed == [(WHERE, Actor(place(digest), "You"))]


async def test_a_button_that_changes_something_does_so_each_time() -> None:
    async with open_page() as page:
        await page.open()
        digest = await page.platform.post(place(), part())
        for action in ("mute", "unmute", "mute"):
            press = {"action": action, "ref": "ferry", "thread": digest}
            async with page.events() as events:
                assert await page.send("/c/daily/press", press) == (200, '{"id": null}')
                await heard(events, "message")
        assert [control.action for control, _ in page.desk.pressed] == ["mute", "unmute", "mute"]


async def test_a_button_pressed_twice_at_once_is_answered_once() -> None:
    async with open_page() as page:
        await page.open()
        page.desk.hold = asyncio.Event()
        digest = await page.platform.post(place(), part())
        press = {"action": "more", "ref": "ferry", "thread": digest}
        async with page.events() as events:
            await page.send("/c/daily/press", press)
            await page.send("/c/daily/press", press)
            assert 'data-working="true"' in await page.open(f"/c/daily/messages?thread={digest}")
            page.desk.hold.set()
            await heard(events, "message")
        assert page.desk.pressed == [(Control("more", "ferry", ""), Actor(place(digest), "You"))]
        assert 'data-working="false"' in await page.open(f"/c/daily/messages?thread={digest}")


@pytest.mark.parametrize(
    "press",
    [
        {"action": "more", "ref": "x"},
        {"ref": "x", "thread": "1"},
        {"action": "a", "ref": "r" * 81, "thread": "1"},
    ],
)
async def test_what_is_no_button_is_refused(press: dict[str, str]) -> None:
    async with open_page() as page:
        await page.open()
        assert (await page.send("/c/daily/press", press))[0] == 400
        assert page.desk.pressed == []


async def test_a_fault_is_told_with_the_id_under_which_it_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    async with open_page() as page:
        await page.open()
        page.desk.fault = RuntimeError("secret detail")
        async with page.events() as events:
            await page.send("/c/daily/say", {"text": "why?"})
            trouble = await heard(events, "trouble")
            page.desk.fault = None
            await page.send("/c/daily/say", {"text": "and now?"})
            await heard(events, "message")
            assert "after three weeks" in (await heard(events, "message"))["html"]
    reference = trouble["text"].removeprefix("That did not work (error ").removesuffix(").")
    assert reference in caplog.text
    assert "secret detail" not in trouble["text"]


async def test_a_failure_that_has_a_name_is_shown_as_its_sentence() -> None:
    async with open_page() as page:
        await page.open()
        page.desk.fault = StoreBusy("The database is busy.")
        async with page.events() as events:
            await page.send("/c/daily/say", {"text": "why?"})
            assert (await heard(events, "trouble"))["text"] == "The database is busy."


async def test_before_the_desk_is_there_a_question_is_refused_and_not_lost() -> None:
    async with open_page(serving=False) as page:
        await page.open()
        status, text = await page.send("/c/daily/say", {"text": "why?"})
        assert (status, text) == (503, "On Record is starting or stopping; try again in a moment.")
        assert await page.store.messages(place()) == []


async def test_commands_are_completed_by_the_desk() -> None:
    async with open_page() as page:
        offered = json.loads(await page.open("/c/daily/complete?typed=/news+feeds+"))
        assert [one["text"] for one in offered] == [
            "/news feeds add ",
            "/news feeds remove ",
            "/news feeds check",
        ]
        assert json.loads(await page.open("/c/daily/complete?typed=why")) == []


async def test_an_edit_reaches_open_pages_and_later_ones() -> None:
    async with open_page() as page:
        message = await page.platform.post(place(), part())
        async with page.events() as events:
            await page.platform.edit(place(), message, Part("digest-1", Outline("Corrected")))
            change = await heard(events, "change")
        assert change["id"] == message
        assert "Corrected" in change["html"]
        html = await page.open()
        assert "Corrected" in html
        assert NEWS.title not in html


async def test_the_newest_messages_come_first_and_earlier_ones_on_demand() -> None:
    async with open_page() as page:
        for number in range(101):
            await page.platform.post(place(), part(Outline(f"Edition {number}."), str(number)))
        newest = await page.open()
        assert "Edition 0." not in newest
        assert "Edition 100." in newest
        assert '<a href="?limit=200">Earlier messages</a>' in newest
        assert "Edition 0." in await page.open("/c/daily?limit=200")
        assert "Earlier messages" not in await page.open("/c/daily?limit=200")


async def test_what_is_no_thread_is_refused() -> None:
    async with open_page() as page:
        await page.open()
        assert await page.open(f"/c/daily?thread={'9' * 41}") == "There is no such thread."
        assert (await page.send("/c/daily/say", {"text": "hi", "thread": "9" * 41}))[0] == 404


@pytest.mark.parametrize("limit", ["0", "-5", "x", "", "9" * 5000])
async def test_a_limit_that_makes_no_sense_does_no_harm(limit: str) -> None:
    async with open_page() as page:
        assert 'data-room="daily"' in await page.open(f"/c/daily?limit={limit}")


async def test_an_open_page_does_not_hold_up_a_stop() -> None:
    async with open_page() as page:
        answer = await page.browser.get(f"{page.url}/events")
        await answer.content.readline()
    await answer.content.read()  # ended in order: what is cut off after the grace raises here


async def test_a_page_that_lags_behind_is_cut_off_and_reloads_what_it_missed() -> None:
    async with open_page() as page, page.browser.get(f"{page.url}/events") as answer:
        await answer.content.readline()
        hub = page.platform._hub
        for _ in range(BACKLOG + 1):
            hub.publish("working", place(), on=True)
        sent = await asyncio.wait_for(answer.content.read(), 60)
        assert sent.count(b"data: ") == BACKLOG


async def test_every_open_page_hears_what_another_one_says() -> None:
    async with open_page() as page:
        await page.open()
        async with page.events() as one, page.events() as other:
            await page.send("/c/daily/say", {"text": "hello?"})
            assert (await heard(one, "message"))["id"] == (await heard(other, "message"))["id"]


async def test_whoever_types_is_where_the_browsers_clock_is() -> None:
    async with open_page() as page:
        await page.open()
        async with page.events() as events:
            for zone in ("Europe/Berlin", "Mars/Phobos"):
                await page.send("/c/daily/say", {"text": "/news help"}, **{"X-Time-Zone": zone})
                await heard(events, "message")
                await heard(events, "message")
        assert [actor.zone for _, actor in page.desk.handled] == ["Europe/Berlin", None]


async def test_messages_carry_the_time_of_the_clock() -> None:
    async with open_page() as page:
        await page.platform.post(place(), part())
        assert f'<time datetime="{MORNING.isoformat()}">08:00</time>' in await page.open()
        assert await page.platform.find(place(channel=DAILY), Part("digest-1", NEWS), MORNING) is not None


async def test_a_list_of_feeds_is_handed_in_as_a_file_and_had_as_one() -> None:
    async with open_page() as page:
        assert 'href="/c/daily/feeds.opml"' in await page.open("/c/daily/settings")
        path, sent = page.url + "/c/daily/feeds", {"X-CSRF-Token": page.token, "Content-Type": "text/x-opml"}
        file = b"<opml/>" + b" " * 200_000
        async with page.browser.post(f"{path}?name=my\x07+feeds.opml", data=file, headers=sent) as answer:
            assert answer.status == 200
            assert (await answer.json())["said"] == "200007 bytes of feeds"
        async with page.browser.get(f"{path}.opml") as answer:
            assert answer.headers["Content-Disposition"] == 'attachment; filename="onrecord.opml"'
            assert answer.content_type == "text/x-opml"
            assert "harbour.example" in await answer.text()
        assert page.desk.imported == [(file, Actor(place(), "You"))]
        html = await page.open()
        assert html.index("Take the feeds of my feeds.opml") < html.index("200007 bytes of feeds")


async def test_a_list_of_feeds_without_the_token_or_too_large_goes_nowhere() -> None:
    async with open_page() as page:
        await page.open()
        path, kind = page.url + "/c/daily/feeds", {"Content-Type": "text/x-opml"}
        async with page.browser.post(path, data=b"<opml/>", headers=kind) as answer:
            assert answer.status == 403
        sent = {**kind, "X-CSRF-Token": page.token}
        async with page.browser.post(path, data=b" " * 1_000_001, headers=sent) as answer:
            assert (answer.status, await answer.text()) == (413, "The file is too large; 1 MB are the most.")
        async with page.browser.post(page.url + "/c/none/feeds", data=b"<opml/>", headers=sent) as answer:
            assert answer.status == 404
        assert page.desk.imported == []


async def test_a_window_is_filled_checked_and_done_by_the_desk() -> None:
    async with open_page() as page:
        await page.open()
        form = await page.open("/c/daily/window?name=filter&ref=")
        assert 'data-name="filter"' in form
        assert '<option value="words" selected>' in form
        sent = {"window": "filter", "ref": "", "values": {"kind": "words", "value": ""}}
        status, text = await page.send("/c/daily/do", sent)
        assert (status, json.loads(text)) == (200, {"mistakes": {"value": "This is needed."}})
        sent["values"] = {"kind": "words", "value": "port\x07 strike"}
        done = json.loads((await page.send("/c/daily/do", sent))[1])
        assert (done["error"], done["said"]) == (False, "Done")
        filled, actor = page.desk.submitted[-1]
        assert filled == Filled("filter", {"kind": "words", "value": "port strike"}, "")
        assert actor == Actor(place(), "You")
        assert await page.store.messages(place()) == [], "what is set is no talk of the channel"


async def test_what_is_wrong_with_a_quote_is_said_in_a_window() -> None:
    async with open_page() as page:
        await page.open()
        form = await page.open("/c/daily/window?name=wrong&ref=ferry:96:148")
        assert "We have waited long enough" in form
        assert 'data-ref="ferry:96:148"' in form
        values = {"fault": "speaker", "claimed": "Ana Silva", "note": ""}
        await page.send("/c/daily/do", {"window": "wrong", "ref": "ferry:96:148", "values": values})
        assert page.desk.submitted[-1][0] == Filled("wrong", values, "ferry:96:148")


async def test_only_what_the_settings_have_a_form_for_is_done_beside_the_channel() -> None:
    async with open_page() as page:
        await page.open()
        status, _ = await page.send("/c/daily/do", {"command": "feeds remove", "values": {"feed": "Harbour"}})
        assert status == 200
        assert page.desk.handled[-1][0] == Command("feeds remove", {"feed": "Harbour"})
        missing = await page.send("/c/daily/do", {"command": "feeds remove", "values": {}})
        assert missing[0] == 400
        assert "the address of a feed" in missing[1]
        refused: tuple[object, ...] = (
            {"command": "ask", "values": {"question": "Who?"}},
            {"command": "no such"},
            {"window": "", "values": []},
            {"action": "more", "ref": "x" * 81},
            {},
            [],
        )
        for sent in refused:
            assert (await page.send("/c/daily/do", sent))[0] == 400
        for path in ("window?name=", "window?name=filter&ref=" + "x" * 81):
            async with page.browser.get(f"{page.url}/c/daily/{path}") as answer:
                assert answer.status == 400
        page.token = "0" * 64
        assert (await page.send("/c/daily/do", {"command": "feeds remove"}))[0] == 403
        assert len(page.desk.handled) == 1


async def test_a_reply_says_which_message_it_answers() -> None:
    async with open_page() as page:
        await page.open()
        async with page.events() as events:
            asked = json.loads((await page.send("/c/daily/say", {"text": "/news help"}))[1])["id"]
            assert (await heard(events, "message"))["answers"] is None
            assert (await heard(events, "message"))["answers"] == asked
