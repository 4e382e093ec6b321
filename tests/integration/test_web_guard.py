import re
from datetime import timedelta

import aiohttp
import pytest
from yarl import URL

from tests.fakes.desk import part, place
from tests.fakes.page import HTML, Page, open_page

PASSWORD = "correct horse"


async def get(page: Page, path: str = "/c/daily", **headers: str) -> aiohttp.ClientResponse:
    async with page.browser.get(
        page.url + path, headers={**HTML, **headers}, allow_redirects=False
    ) as answer:
        await answer.read()
        return answer


async def sign_in(page: Page, password: str) -> aiohttp.ClientResponse:
    await page.open("/login")
    form = {"token": page.token, "password": password}
    async with page.browser.post(page.url + "/login", data=form, allow_redirects=False) as answer:
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
            "/healthz",
            "/none",
        ):
            assert (await get(page, path, Host=host)).status in (400, 403)


@pytest.mark.parametrize("host", ["localhost:9", "[::1]:9", "LOCALHOST", "News.Example:443"])
async def test_its_own_names_are_answered(host: str) -> None:
    async with open_page(hosts=["news.example"]) as page:
        assert (await get(page, Host=host)).status == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1", "http://localhost"])
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
        assert (await get(page, "/healthz")).status == 200


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


async def test_wrong_passwords_make_the_next_try_wait() -> None:
    async with open_page(PASSWORD) as page:
        wrong = await sign_in(page, "battery staple")
        assert (wrong.status, "That is not the password." in await wrong.text()) == (403, True)
        early = await sign_in(page, PASSWORD)
        assert (early.status, "wait 1 s" in await early.text()) == (429, True)
        page.clock.move(timedelta(seconds=1))
        assert (await sign_in(page, PASSWORD)).status == 303


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
