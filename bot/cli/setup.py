"""`onrecord init`: asks what a newcomer has to decide, tests each answer, writes settings and secrets."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
import tomllib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

import typer

from bot.cli import files
from bot.cli.output import note, progress, say
from bot.core.reading.text import counted
from bot.errors import BotError, ConfigError
from bot.model import LOCAL_WORKSPACE

if TYPE_CHECKING:
    from bot.app import Newsroom
    from bot.config import Config
    from bot.model import CheckedFeed, Finding, ImportReport

Answer = str | float | Sequence[str]


class WrongAnswer(ConfigError):
    """An answer to another question than the one under test, by its key."""

    def __init__(self, key: str, sentence: str) -> None:
        super().__init__(sentence)
        self.key = key


LONGEST_LOOK = 5.0
"""Seconds that a server has to be reached in, before its token is kept unchecked."""

DATABASE = "onrecord.db"
MODEL_URL = "https://api.openai.com/v1"

NO_PRICE = (
    "The model is left out until both its prices are known: without them no ceiling would hold. Fill them in"
    " in the config file (0 where it costs nothing); until then digests are extractive."
)
"""What is said, and written, of a model without a price."""

QUESTIONS: Mapping[str, tuple[str, str]] = {
    "data": ("Folder for the database", "data"),
    "allow": ("", ""),
    "feeds": ("Sites or feeds to read, commas between (Enter: the bundled sample for now)", ""),
    "opml": ("File with the feeds of another feed reader, OPML (Enter: none)", ""),
    "slack_bot_token": ("Slack bot token, xoxb-… (docs/slack.md; Enter: no Slack)", ""),
    "slack_app_token": ("Slack app token, xapp-…", ""),
    "discord_token": ("Discord bot token (docs/discord.md; Enter: no Discord)", ""),
    "model_name": ("Model that writes the briefings, as its server calls it (Enter: none)", ""),
    "model_url": ("Address of its server", MODEL_URL),
    "model_key": ("Its key (Enter: it wants none)", ""),
    "model_tokens_in": ("Price of a million tokens in, in USD (0: it costs nothing)", ""),
    "model_tokens_out": ("Price of a million tokens out, in USD (0: it costs nothing)", ""),
}
"""What is asked under each key of an answers file, and what holds where nothing is answered."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("init")(init)


def init(
    context: typer.Context,
    answers: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="Answers in TOML, - for stdin, in place of questions: for scripts."
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite settings that are there.")] = False,
) -> None:
    """Ask a few questions, test each answer, and write onrecord.toml and onrecord.env.

    The second holds the secrets, for you alone. Keys of an answers file: data, feeds, opml, allow,
    slack_bot_token, slack_app_token, discord_token, model_name, model_url, model_key, model_tokens_in,
    model_tokens_out.
    """
    from bot.config import DEFAULT_FILE, ENV_CONFIG, env_file, load
    from bot.config import environment as variables
    from bot.ops import logs

    named, database, _ = context.obj
    logs.configure("error", "text")
    path = named or Path(variables().get(ENV_CONFIG) or DEFAULT_FILE)
    secret = env_file(path)
    _may_write((path, secret), force)
    given = None if answers is None else answers_of(answers)
    setup = Setup(given, answers or "", dict(variables()), database)
    setup.ask()
    _write(path, setup.toml(), 0o644)
    _write(secret, setup.env(), 0o600)
    config = load(named, variables(), database)
    if setup.feeds or setup.opml:
        asyncio.run(_take(config, setup))
    say(f"written: {path} and {secret}, which nobody but you can read")
    say(f"start with: onrecord {f'--config {path} run' if named else 'run'}")


def _may_write(paths: Sequence[Path], force: bool) -> None:
    """Raise ConfigError, before anything is asked, where a file is there or its folder cannot be written."""
    there = [str(path) for path in paths if path.exists()]
    if there and not force:
        raise ConfigError(f"{' and '.join(there)}: there already; --force overwrites, --config names another")
    folder = paths[0].absolute().parent
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ConfigError(f"{folder}: cannot be written; start in another folder, or name one with --config")


def answers_of(answers: str) -> Mapping[str, Any]:
    """The answers in a TOML file, - for stdin; ConfigError for keys and values that cannot be."""
    try:
        given = tomllib.loads(files.read_text(answers))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{answers}: not valid TOML: {error}") from error
    for key in given:
        if key not in QUESTIONS:
            near = get_close_matches(key, QUESTIONS, n=1)
            remedy = f"did you mean {near[0]}?" if near else f"there are {', '.join(QUESTIONS)}"
            raise ConfigError(f"{answers}: unknown key {key}; {remedy}")
        if not _fits(key, given[key]):
            raise ConfigError(f"{answers}: {key}: write {_WANTED.get(key, 'text in quotes')}")
    return given


PRICES = ("model_tokens_in", "model_tokens_out")

_WANTED = {
    **dict.fromkeys(("feeds", "allow"), 'a list, such as ["a", "b"]'),
    **dict.fromkeys(PRICES, "a number"),
}


def _fits(key: str, value: object) -> bool:
    """Whether a value of an answers file is of the kind that its key takes."""
    if key in ("feeds", "allow"):
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    kinds = (int, float) if key in PRICES else str
    return isinstance(value, kinds) and not isinstance(value, bool)


def _write(path: Path, text: str, mode: int) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            os.fchmod(handle, mode)  # of a file that was there, too
            file.write(text)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written: {error.strerror or error}") from error


@dataclass
class Setup:
    """The answers as they come: from whoever sits there, or from a file."""

    given: Mapping[str, Any] | None
    source: str
    environment: dict[str, str]
    database: str | None = None
    settings: dict[str, Any] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    feeds: tuple[CheckedFeed, ...] = ()
    opml: bytes = b""

    def ask(self) -> None:
        """Ask everything, each answer tested before the next question."""
        if known := self.database or self.environment.get("ONRECORD_DATABASE"):
            note(f"the database is {_usable(known)}, as it is given beside the settings")
        else:
            self.answer("data", self._data)
        if self.given and self.given.get("allow"):
            self.settings["gather"] = {"allow": [str(one) for one in self.given["allow"]]}
        self.answer("feeds", self._feeds)
        self.answer("opml", self._opml)
        self.answer("slack_bot_token", self._slack, hidden=True)
        self.answer("discord_token", self._discord, hidden=True)
        self.answer("model_name", self._model)

    def answer(self, key: str, take: Callable[[Any], None], hidden: bool = False) -> None:
        """Take the answer to a question; one that fails its test is asked for again, or ends the call."""
        while True:
            value = self.value(key, hidden)
            kept = dict(self.settings), dict(self.secrets)
            try:
                return take(value)
            except BotError as error:
                self.settings, self.secrets = kept
                if self.given is not None:
                    wrong = error.key if isinstance(error, WrongAnswer) else key
                    raise ConfigError(f"{self.source}: {wrong}: {error}; nothing was written") from error
                note(f"  {error}")

    def value(self, key: str, hidden: bool = False) -> Answer:
        """What is answered, before its test."""
        asked, default = QUESTIONS[key]
        if self.given is not None:
            given: Answer = self.given.get(key, default)
            return given
        hide = hidden and sys.stdin.isatty()
        shown = bool(default)
        return str(typer.prompt(asked, default=default, show_default=shown, hide_input=hide, err=True))

    def config(self) -> Config:
        """The settings so far, with a database in memory: what is only tested leaves nothing behind."""
        from bot.config import build

        return build({**self.settings}, {**self.environment, **self.secrets}, "sqlite:///:memory:")

    # --- the answers ----------------------------------------------------------------------------------

    def _data(self, typed: str) -> None:
        folder = Path(typed).expanduser().absolute()
        if set("?#%") & set(str(folder)):
            raise ConfigError(f"{folder}: a database's address cannot hold ?, # or %; choose another folder")
        self.settings["database"] = _usable(f"sqlite:///{folder / DATABASE}")

    def _feeds(self, typed: str | Sequence[str]) -> None:
        sites = typed.replace(",", " ").split() if isinstance(typed, str) else list(map(str, typed))
        found = asyncio.run(_found(self.config(), sites)) if sites else []
        self.feeds = tuple(
            feed for site, feeds in zip(sites, found, strict=True) for feed in self._picked(site, feeds)
        )
        for feed in self.feeds:
            entries = counted(len(feed.entries), "entry", "entries")
            note(f"  {feed.title or feed.url}: {entries} at {feed.url}")

    def _picked(self, site: str, feeds: Sequence[CheckedFeed]) -> Sequence[CheckedFeed]:
        """The feed of a site, or those that are chosen of several; raises ConfigError."""
        if len(feeds) == 1:
            return feeds
        if self.given is not None:
            addresses = ", ".join(feed.url for feed in feeds)
            raise ConfigError(f"{site} has {len(feeds)} feeds; name those you want: {addresses}")
        for number, feed in enumerate(feeds, start=1):
            note(f"  {number} · {feed.title or feed.url}: {feed.url}")
        typed = typer.prompt(f"Which feeds of {site}, by number", default="1", err=True)
        numbers = typed.replace(",", " ").split()
        if not all(one.isdecimal() and 1 <= int(one) <= len(feeds) for one in numbers):
            raise ConfigError(f"“{typed}”: type numbers from 1 to {len(feeds)}")
        return [feeds[int(one) - 1] for one in numbers]

    def _opml(self, typed: str) -> None:
        from bot.core.feeds import opml

        self.opml = files.read_bytes(typed) if typed else b""
        if self.opml:
            listed = counted(len(opml.read(self.opml)), "feed")
            note(f"  {listed} in the file; each is looked at before it is taken")

    def _slack(self, bot: str) -> None:
        if not bot:
            return
        app = str(self.value("slack_app_token", hidden=True))
        for key, token, begins in (("slack_bot_token", bot, "xoxb-"), ("slack_app_token", app, "xapp-")):
            _one_word(key, token)
            if not token.startswith(begins):
                kind = key.split("_")[1]
                raise WrongAnswer(
                    key, f"the {kind} token of Slack begins with {begins}; docs/slack.md shows where it is"
                )
        self.secrets |= {"ONRECORD_SLACK_BOT_TOKEN": bot, "ONRECORD_SLACK_APP_TOKEN": app}
        from bot.app import examine_slack

        blamed = {"slack app token": "slack_app_token"}
        self._look("slack", self.config().slack.api_url, examine_slack, blamed)

    def _discord(self, token: str) -> None:
        if not token:
            return
        _one_word("discord_token", token)
        self.secrets["ONRECORD_DISCORD_TOKEN"] = token
        from bot.app import examine_discord

        # a bot that is in no server yet is well: the doctor's invitation is the next step
        self._look("discord", self.config().discord.api_url, examine_discord, {}, well={"discord servers"})

    def _model(self, name: str) -> None:
        if not name:
            return
        url, key = str(self.value("model_url")), str(self.value("model_key", hidden=True))
        if not files.is_address(url):
            raise WrongAnswer("model_url", f"{url}: no address; one starts with http:// or https://")
        if key:
            _one_word("model_key", key)
            self.secrets["ONRECORD_MODEL_KEY"] = key
        self.settings["model"] = {"name": name, "url": url}
        prices = [self._price(side) for side in PRICES]
        if None in prices:
            note(f"  {NO_PRICE}")
            return
        sides = (side.removeprefix("model_") for side in PRICES)
        self.settings["model"]["prices"] = [{"model": name, **dict(zip(sides, prices, strict=True))}]
        from bot.cli.doctor import examine_model

        blamed = {"model server": "model_url", "model key": "model_key"}
        self._look("model", url, examine_model, blamed)

    def _price(self, key: str) -> float | None:
        """A price as it is answered; None where none is."""
        typed = str(self.value(key)).strip()
        try:
            price = float(typed) if typed else None
        except ValueError as error:
            raise WrongAnswer(key, f"“{typed}” is no number; write one such as 0.4") from error
        if price is not None and not 0 <= price < inf:
            raise WrongAnswer(key, f"{typed} is no price; write 0 or more")
        return price

    def _look(
        self,
        what: str,
        url: str,
        examine: Callable[[Config], Awaitable[list[Finding]]],
        blamed: Mapping[str, str],
        well: frozenset[str] | set[str] = frozenset(),
    ) -> None:
        """Have the doctor look; where the server cannot be reached say so and keep the answer unchecked.

        `blamed` names the answer behind a finding, where it is not the one under test.
        """
        config = self.config()
        if not _reachable(url):
            note(f"  not checked: {urlsplit(url).hostname} cannot be reached; later: onrecord doctor {what}")
            return

        async def look() -> list[Finding]:
            return await examine(config)

        findings = asyncio.run(look())
        for finding in findings:
            note(f"  {finding.what}: {finding.says}")
        faults = [finding for finding in findings if not finding.ok and finding.what not in well]
        if not faults:
            return
        said = "; ".join(f"{finding.what}: {finding.says}" for finding in faults)
        if faults[0].what in blamed:
            raise WrongAnswer(blamed[faults[0].what], said)
        raise ConfigError(said)

    # --- what is written ------------------------------------------------------------------------------

    def toml(self) -> str:
        """The settings that differ from their defaults."""
        lines = ["# Written by `onrecord init`; every other key with its default: onrecord config example"]
        if database := self.settings.get("database"):
            lines.append(f"database = {_quoted(database)}")
        if gather := self.settings.get("gather"):
            lines += ["", "[gather]", f"allow = {_quoted(gather['allow'])}"]
        if model := self.settings.get("model"):
            found = ["[model]", *(f"{key} = {_quoted(model[key])}" for key in ("name", "url"))]
            for price in model.get("prices", ()):
                found += ["", "[[model.prices]]", *(f"{key} = {_quoted(price[key])}" for key in price)]
            if "prices" not in model:
                unpriced = [
                    "[[model.prices]]",
                    f"model = {_quoted(model['name'])}",
                    "tokens_in =",
                    "tokens_out =",
                ]
                found = [f"# {NO_PRICE}", *(f"# {line}" for line in (*found, *unpriced))]
            lines += ["", *found]
        return "\n".join(lines) + "\n"

    def env(self) -> str:
        """The secrets as variables."""
        head = "# Secrets of On Record, read with onrecord.toml; variables that are set win over these."
        return "\n".join([head, *(f"{name}={value}" for name, value in self.secrets.items())]) + "\n"


def _usable(database: str) -> str:
    """The address of a database that can be there; raises ConfigError for any other."""
    from bot.adapters.store import check_place

    check_place(database)
    return database


def _one_word(key: str, secret: str) -> None:
    if not secret.isascii() or not secret.isprintable() or set(secret) & set(" \"'"):
        raise WrongAnswer(
            key, "this is no token: it holds a space or a mark that none has; copy it once more"
        )


def _quoted(value: object) -> str:
    """A value as TOML has it, which for these is as JSON has it."""
    return json.dumps(value, ensure_ascii=False)


def _reachable(url: str) -> bool:
    """Whether a server answers there at all."""
    parts = urlsplit(url)
    port = parts.port or (80 if parts.scheme == "http" else 443)
    try:
        socket.create_connection((parts.hostname or "", port), LONGEST_LOOK).close()
    except OSError:
        return False
    return True


async def _found(config: Config, sites: Sequence[str]) -> list[tuple[CheckedFeed, ...]]:
    """The feeds of each site, which are really fetched; raises what the first that fails raises."""
    from bot.app import open_newsroom
    from bot.newsroom import feeds

    async with open_newsroom(config) as newsroom:
        return [await feeds.find(newsroom.gatherer.local, site) for site in sites]


async def _take(config: Config, setup: Setup) -> None:
    """Take the feeds that were tested, and look at those of the list."""
    from bot.app import open_newsroom
    from bot.core import outline
    from bot.newsroom import feeds
    from bot.platforms.console import render_text

    async def imported(newsroom: Newsroom) -> ImportReport:
        with progress("feeds", None) as advance:
            return await feeds.import_opml(
                newsroom.store, newsroom.gatherer, LOCAL_WORKSPACE, setup.opml, advance
            )

    async with open_newsroom(config) as newsroom:
        for feed in setup.feeds:
            taken = await feeds.take(newsroom.store, newsroom.gatherer, LOCAL_WORKSPACE, feed)
            say(f"added: {taken.feed.outlet}, {taken.feed.url}")
        if setup.opml:
            say(render_text(outline.of_import(await imported(newsroom))))
