import re
from datetime import timedelta

import aiohttp
import pytest
from yarl import URL

from bot.core.outline import texts
from tests.fakes.desk import part, place
from tests.fakes.page import HTML, Page, open_page

PASSWORD = "correct horse"


async def get(page: Page, path: str = "/c/daily", **headers: str) -> aiohttp.ClientResponse:
    async with page.browser.get(
        page.url + path, headers={**HTML, **headers}, allow_redirects=False
    ) as answer:
        await answer.read()
        return answer


async def sign_in(page: Page, password: str, **headers: str) -> aiohttp.ClientResponse:
    page.browser.cookie_jar.clear()
    await page.open("/login")
    form = {"token": page.token, "password": password}
    async with page.browser.post(
        page.url + "/login", data=form, headers=headers, allow_redirects=False
    ) as answer:
        await answer.read()
        return answer


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "", "[::1"])
async def test_a_foreign_host_is_refused_everywhere(host: str) -> None:
    async with open_page() as page:
        for path in (
            "/",
            "/c/daily",
            "/events",
            "/login",
            "/static/page.js",
            "/metrics",
            "/none",
        ):
            assert (await get(page, path, Host=host)).status in (400, 403)


@pytest.mark.parametrize("host", ["localhost:9", "[::1]:9", "LOCALHOST", "News.Example:443"])
async def test_its_own_names_are_answered(host: str) -> None:
    async with open_page(hosts=["news.example"]) as page:
        assert (await get(page, Host=host)).status == 200


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "http://127.0.0.1:1", "http://localhost", "http://[", "a]b://x["],
)
async def test_a_foreign_origin_is_refused(origin: str) -> None:
    async with open_page() as page:
        await page.open()
        assert (await get(page, Origin=origin)).status == 403
        assert (await page.send("/c/daily/say", {"text": "hi"}, Origin=origin))[0] == 403
        assert await page.store.messages(place()) == []


async def test_its_own_origin_is_answered() -> None:
    async with open_page() as page:
        await page.open()
        assert (await page.send("/c/daily/say", {"text": "hi"}, Origin=page.url))[0] == 200


@pytest.mark.parametrize("token", ["", "0" * 64, "é\udcff"])
async def test_a_change_without_the_token_is_refused(token: str) -> None:
    async with open_page() as page:
        await page.open()
        page.token = token
        for path in ("/c/daily/say", "/c/daily/press", "/login", "/logout", "/none"):
            assert (await page.send(path, {"text": "hi"}))[0] == 403
        assert await page.store.messages(place()) == []


async def test_a_token_of_another_session_is_refused() -> None:
    async with open_page() as page:
        await page.open()
        page.browser.cookie_jar.clear()
        assert (await page.send("/c/daily/say", {"text": "hi"}))[0] == 403


async def test_the_session_cookie_is_for_this_page_alone() -> None:
    async with open_page() as page:
        cookie = (await get(page)).headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        assert "Set-Cookie" not in (await get(page)).headers


async def test_a_forged_session_is_replaced() -> None:
    async with open_page(PASSWORD) as page:
        for forged in ("nonce.in.0", "nonce.in", "in", "a.b.c.d", "\udcff"):
            answer = await get(page, Cookie=f"onrecord={forged}")
            assert (answer.status, answer.headers["Location"]) == (303, "/login")


async def test_a_page_loads_nothing_from_elsewhere_and_runs_no_inline_script() -> None:
    async with open_page() as page:
        await page.platform.post(place(), part())
        headers = (await get(page)).headers
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        html = await page.open()
        assert "style=" not in html
        assert not re.search(r"<[^>]*\son\w+=", html)
        assert re.findall(r"<script[^>]*>", html) == ['<script type="module" src="/static/page.js">']
        assert not re.search(r"<(?!a )[^>]*(?:src|href)=\"(?!/static/)", html)


async def test_metrics_and_health_are_on_the_local_listener() -> None:
    async with open_page() as page:
        assert await page.open("/metrics") == "briefings_total 1\n"
        for probe in ("/healthz", "/readyz"):
            assert (await get(page, probe, Host="10.0.0.7:8765")).status == 200, "probes ask by address"


async def test_metrics_are_for_who_signed_in_or_has_the_token_for_them() -> None:
    token = "f" * 32
    for secret, password, open_ in ((None, None, True), (token, None, False), (None, PASSWORD, False)):
        async with open_page(password, metrics_token=secret) as page:
            assert ((await get(page, "/metrics")).status == 200) is open_
            for given, may in (
                (token, secret is not None or open_),
                (token[1:], open_),
                (PASSWORD, open_),
            ):
                answer = await get(page, "/metrics", Authorization=f"Bearer {given}")
                assert (answer.status == 200) is may, (secret, password, given)
    async with open_page(PASSWORD) as page:
        await sign_in(page, PASSWORD)
        assert (await get(page, "/metrics")).status == 200


async def test_with_a_password_nothing_is_seen_before_it_is_given() -> None:
    async with open_page(PASSWORD) as page:
        await page.platform.post(place(), part())
        for path in ("/", "/c/daily", "/c/none", "/c/daily/messages", "/events", "/c/daily/complete"):
            answer = await get(page, path)
            assert (answer.status, answer.headers["Location"]) == (303, "/login")
            assert (await get(page, path, Accept="*/*")).status == 401
        await page.open("/login")
        assert (await page.send("/c/daily/say", {"text": "hi"}))[0] == 401


async def test_the_password_opens_the_page_and_signing_out_closes_it() -> None:
    async with open_page(PASSWORD) as page:
        answer = await sign_in(page, PASSWORD)
        assert (answer.status, answer.headers["Location"]) == (303, "/")
        assert "Sign out" in await page.open()
        assert (await page.send("/c/daily/say", {"text": "hi"}))[0] == 200
        async with page.browser.post(
            f"{page.url}/logout", data={"token": page.token}, allow_redirects=False
        ) as out:
            assert out.headers["Location"] == "/login"
        assert (await get(page)).status == 303


async def test_who_kept_the_cookie_of_a_session_that_signed_out_is_a_stranger() -> None:
    async with open_page(PASSWORD) as page:
        await sign_in(page, PASSWORD)
        kept = page.browser.cookie_jar.filter_cookies(URL(page.url))["onrecord"].value
        await page.open()
        token = page.token
        async with page.events() as events:
            (await page.browser.post(f"{page.url}/logout", data={"token": token})).close()
            await page.platform.post(place(), part())
            assert events.empty()
        page.browser.cookie_jar.clear()
        cookie = {"Cookie": f"onrecord={kept}"}
        assert (await get(page, **cookie)).status == 303
        assert (await get(page, "/events", Accept="text/event-stream", **cookie)).status == 401
        page.token = token
        assert (await page.send("/c/daily/say", {"text": "hi"}, **cookie))[0] == 403
        await sign_in(page, PASSWORD)
        assert (await get(page)).status == 200


async def test_others_who_are_signed_in_stay_so_when_one_signs_out() -> None:
    async with (
        open_page(PASSWORD) as page,
        aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as another,
    ):
        await sign_in(page, PASSWORD)
        async with another.get(f"{page.url}/login") as form:
            token = re.search(r'name="token" value="(\w+)"', await form.text())
        assert token
        (await another.post(f"{page.url}/login", data={"token": token[1], "password": PASSWORD})).close()
        await page.open()
        (await page.browser.post(f"{page.url}/logout", data={"token": page.token})).close()
        async with another.get(f"{page.url}/c/daily", headers=HTML, allow_redirects=False) as answer:
            assert answer.status == 200


async def test_wrong_passwords_make_the_next_try_wait() -> None:
    async with open_page(PASSWORD) as page:
        wrong = await sign_in(page, "battery staple")
        assert (wrong.status, "That is not the password." in await wrong.text()) == (403, True)
        early = await sign_in(page, PASSWORD)
        assert (early.status, "wait 1 s" in await early.text()) == (429, True)
        page.clock.move(timedelta(seconds=1))
        assert (await sign_in(page, PASSWORD)).status == 303


async def test_behind_a_proxy_wrong_passwords_keep_out_who_gave_them_alone(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with open_page(PASSWORD, proxies=["127.0.0.1", "10.0.0.0/8"]) as page:
        evil = "203.0.113.9, 10.0.0.5"
        for forged in ("198.51.100.1", "10.0.0.9", "no address"):  # what the visitor wrote stands before
            await sign_in(page, "battery staple", **{"X-Forwarded-For": f"{forged}, {evil}"})
        assert (await sign_in(page, PASSWORD, **{"X-Forwarded-For": evil})).status == 429
        assert (await sign_in(page, PASSWORD, **{"X-Forwarded-For": "203.0.113.10"})).status == 303
        assert caplog.messages == []


async def test_a_visitor_cannot_take_another_address_of_their_network() -> None:
    async with open_page(PASSWORD, proxies=["127.0.0.1"]) as page:
        await sign_in(page, "battery staple", **{"X-Forwarded-For": "2001:db8::1"})
        assert (await sign_in(page, PASSWORD, **{"X-Forwarded-For": "2001:db8::2"})).status == 429
        assert (await sign_in(page, PASSWORD, **{"X-Forwarded-For": "2001:db8:0:1::1"})).status == 303


async def test_a_proxy_that_nobody_named_is_told_of_and_its_visitors_wait_little(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with open_page(PASSWORD) as page:
        for _ in range(8):
            await sign_in(page, "battery staple", **{"X-Forwarded-For": "203.0.113.9"})
            page.clock.move(timedelta(seconds=2))
        assert (await sign_in(page, PASSWORD, **{"X-Forwarded-For": "203.0.113.10"})).status == 303
        assert [one for one in caplog.messages if "web.trusted_proxies" in one] == [
            f"web: {texts.unknown_proxy('127.0.0.1')}"
        ]


async def test_behind_https_the_session_is_sent_over_https_alone() -> None:
    async with open_page(proxies=["127.0.0.1"]) as page:
        assert "Secure" in (await get(page, **{"X-Forwarded-Proto": "https"})).headers["Set-Cookie"]
    async with open_page() as page:
        assert "Secure" not in (await get(page, **{"X-Forwarded-Proto": "https"})).headers["Set-Cookie"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"[" * 60_000, "application/json"),
        (b'{"text": NaN}', "application/json"),
        (b"{}", "application/json; charset=nope"),
        (b"\xff\xfe", "application/json"),
        (b"x", "multipart/form-data"),
        (b"x", "multipart/form-data; boundary=x"),
        (b"token=%ff", "application/x-www-form-urlencoded; charset=nope"),
    ],
)
async def test_what_cannot_be_read_is_refused_and_no_fault_of_ours(
    body: bytes, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_page(PASSWORD) as page:
        await sign_in(page, PASSWORD)
        await page.open()
        for token in ({"X-CSRF-Token": page.token}, {}):
            for path in ("/c/daily/say", "/c/daily/press", "/login"):
                headers = {"Content-Type": kind, **token}
                async with page.browser.post(page.url + path, data=body, headers=headers) as answer:
                    assert 400 <= answer.status < 500, (path, token)
        assert "Traceback" not in caplog.text


async def test_a_link_from_another_site_does_not_end_the_session() -> None:
    async with open_page(PASSWORD) as page:
        await sign_in(page, PASSWORD)
        signed = page.browser.cookie_jar.filter_cookies(URL(page.url))
        page.browser.cookie_jar.clear()  # a browser sends no strict cookie along such a link
        answer = await get(page, **{"Sec-Fetch-Site": "cross-site"})
        assert answer.headers["Refresh"] == "0; url=/c/daily?again=1"
        assert "Set-Cookie" not in answer.headers
        page.browser.cookie_jar.update_cookies(signed)
        assert (await get(page, "/c/daily?again=1")).status == 200


async def test_static_files_are_those_of_the_page_alone() -> None:
    async with open_page() as page:
        assert (await get(page, "/static/page.js")).status == 200
        for path in ("/static/../client.py", "/static/%2e%2e/client.py", "/static/none.js", "/static/"):
            assert (await get(page, path)).status in (403, 404)


async def test_a_body_that_is_not_as_its_headers_say_is_a_bad_request() -> None:
    form = {"Content-Encoding": "gzip", "Content-Type": "application/x-www-form-urlencoded"}
    spoken = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
    async with open_page() as page:
        await page.open("/c/daily")
        for path, headers in (("/login", form), ("/c/daily/say", spoken)):
            sent = {**headers, "X-CSRF-Token": page.token, "Connection": "close"}
            async with page.browser.post(page.url + path, data=b"xx", headers=sent) as answer:
                assert 400 <= answer.status < 500, path
