"""Slack on loopback: HTTP and WebSocket, with the limits of the real one, as docs.slack.dev tells them.

    async with serving(App(socket_mode=True)) as slack:
        team = slack.workspace("tern")                    # the app is installed: team.bot_token
        mara = team.user("mara", is_admin=True)
        news = team.channel("news", mara)                 # the app is a member: bot=False if not
        client = AsyncWebClient(team.bot_token, base_url=slack.api_url, retry_handlers=[])
        ...                                               # start the app: slack.app.app_token, .signing_secret
        await slack.until(lambda: slack.sockets.open)     # waits for a change, never sleeps
        act = await mara.slash("/news", "ask who paid?", news)   # act.error is what Slack would tell her
        answer = await slack.until(lambda: news.ephemerals(mara))
        await mara.press(answer[-1], "share")             # by action_id or by what stands on the button
        slack.faults.at("chat.postMessage", faults.cut()) # kept, and the connection reset
        slack.clock.push(60)                              # a minute passes at once
        slack.mishaps = Mishaps(7, slack.clock.now)       # one of five posts goes wrong: tests.fakes.mishaps
        slack.steps.watch = ...                           # told of each call as it comes, is done, is answered

HTTP mode: `App(socket_mode=False, request_url=..., redirect_urls=(...))`; `await mara.install(url)`.
`small_workspace.small_workspace()` and `small_workspace.connected()` have all of that ready, the latter with the smallest app.
`clock=Clock(flowing=False)` lets time pass by `push` alone; `slack.http.retries` and
`slack.sockets.retries` are the waits before events are tried again; `slack.holding = True` keeps
events back, to be shuffled, doubled and sent by `slack.send(delivery)`. `lifecycle` archives, renames,
invites, kicks, uninstalls, revokes. `slack.sockets` refreshes (`disconnect`), drops and freezes.
Stamps are `<second>.<counter>`, counted by channel within a second, as Slack's are: no microseconds.
What happened: `slack.calls`, `slack.deliveries`, `slack.sockets.acked`; what a message does to its
readers: `.readable`, `.pings`, `.links`, `.unfurls`, `.labels`. `slack.rates.on = False` lifts the rates.
"""

from tests.fakes.slack import faults, lifecycle
from tests.fakes.slack.app import App
from tests.fakes.slack.clock import Clock
from tests.fakes.slack.people import User
from tests.fakes.slack.server import Slack, serving
from tests.fakes.slack.world import Channel, Message, Workspace

__all__ = [
    "App",
    "Channel",
    "Clock",
    "Message",
    "Slack",
    "User",
    "Workspace",
    "faults",
    "lifecycle",
    "serving",
]
