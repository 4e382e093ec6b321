"""Settings from a TOML file and the environment, and the texts that ship with the package.

The environment wins over the file. Secrets come from the environment alone, or from a file of such
variables that nobody else can read; each has a `_FILE` twin that names a file to read it from. An
unknown key is an error that names the nearest known one.
"""

from __future__ import annotations

import ipaddress
import json
import os
import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import time
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import parse_qs, urlsplit

import tzlocal
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    SecretStr,
    Tag,
    ValidationError,
    field_validator,
    model_validator,
)
from rapidfuzz import process

from bot.core.answers.judgement import AnswerJudgement
from bot.core.commands import time_zones, timetable
from bot.core.feeds import addresses
from bot.core.prompt import Prompt
from bot.core.stories.judgement import NewsJudgement
from bot.errors import ConfigError
from bot.model import Topic

ENV_CONFIG = "ONRECORD_CONFIG"
DEFAULT_FILE = Path("onrecord.toml")
LEAST_TOKEN = 16


def _typed(parse: Callable[[str], str]) -> AfterValidator:
    """A value that is written as it is typed in a chat."""

    def checked(value: str) -> str:
        try:
            return parse(value)
        except ConfigError as error:
            raise ValueError(str(error)) from error

    return AfterValidator(checked)


def _sound(check: Callable[[str], object], remedy: str = "") -> AfterValidator:
    """A value that stays as it is written; `check` raises ConfigError or ValueError for a wrong one."""

    def checked(value: str) -> str:
        try:
            check(value)
        except (ConfigError, ValueError) as error:
            raise ValueError(f"{error}{remedy}") from error
        return value

    return AfterValidator(checked)


Address = Annotated[str, _sound(addresses.canonical)]
Zone = Annotated[str, _typed(time_zones.zone)]
Times = Annotated[
    Annotated[tuple[time, ...], Field(min_length=1), Tag("list")]
    | Annotated[str, _typed(timetable.times), Tag("words")],
    Discriminator(lambda value: "words" if isinstance(value, str) else "list"),
]
QuietTime = Annotated[str, _typed(timetable.quiet)]


def _zone_here() -> str:
    """The time zone of this machine; UTC where it has none of a place."""
    try:
        return time_zones.zone(tzlocal.get_localzone_name())
    except ConfigError:
        return "UTC"


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FeedConfig(_Table):
    """A feed to gather, beside those that were added by command."""

    url: Address = Field(description="address of an RSS, Atom or JSON feed")
    outlet: str = Field(description="the publisher's name, as it is printed")


class SubscriptionConfig(_Table):
    """A standing order of a channel."""

    channel: str = Field(description="the channel's name")
    name: str = Field("", description="what the order is called, where its channel has several")
    platform: Literal["web", "console", "slack", "discord"] = Field("web", description="where the channel is")
    times: Times = Field(
        (time(8),),
        description="local times of its digests, or in words with days: 08:00 on weekdays; or a cron line",
    )
    zone: Zone = Field(
        default_factory=_zone_here,
        description="an IANA time zone, such as Europe/Berlin; unset: this machine's",
    )
    size: int = Field(6, ge=1, le=20, description="stories a digest")
    language: Literal["de", "en", "es", "fr", "it", "nl", "pt"] | None = Field(
        None, description="what a model translates the digest into; unset: each article's own language"
    )
    quiet: QuietTime = Field(
        timetable.NO_QUIET,
        description="hours, weekdays and dates without a digest: 22:00-07:00 Sun 2026-12-25",
    )
    late: Literal["one", "none"] = Field("one", description="after an outage one late digest, or none")
    feeds: tuple[Address, ...] = Field((), description="addresses of the feeds that it takes; unset: all")
    topics: tuple[str, ...] = Field((), description="names of the topics that it is about; unset: anything")

    @property
    def timetable(self) -> timetable.Timetable:
        """When its digests come."""
        if isinstance(self.times, str):
            return timetable.read(self.times)
        return timetable.Timetable(self.times)

    @model_validator(mode="after")
    def _once(self) -> Self:
        if not isinstance(self.times, str) and len(set(self.times)) < len(self.times):
            raise ValueError("a time stands twice in times; take one away")
        return self


class GatherConfig(_Table):
    """How feeds and pages are fetched."""

    every_minutes: float = Field(15, gt=0, description="least minutes between two checks of a feed")
    timeout_seconds: float = Field(20, gt=0, description="longest time for one address")
    max_megabytes: float = Field(10, gt=0, description="largest body, as sent and as unpacked")
    max_redirects: int = Field(5, ge=0, description="redirects followed for one address")
    host_delay_seconds: float = Field(0.5, ge=0, description="pause between two requests to one host")
    max_feeds: int = Field(
        500, ge=1, description="feeds that a workspace may take; the local one takes as many as it likes"
    )
    allow: tuple[Annotated[str, _sound(addresses.Allowed.read)], ...] = Field(
        (),
        description="private addresses that may be connected to all the same, for feeds of this file and the"
        ' local workspace alone: "127.0.0.1:8766", "10.0.0.0/8"',
    )
    robots: bool = Field(True, description="read in rounds only what a host's robots.txt lets us")
    own_hosts: tuple[
        Annotated[str, _sound(addresses.bare_host, "; write a name such as news.example")], ...
    ] = Field(
        (), description="names of hosts of yours: asked every time, without pause and without robots.txt"
    )
    websub: bool = Field(
        True,
        description="have hubs that feeds name tell of news at once, where public.port, public.url and"
        " ONRECORD_SECRET_KEYS are set",
    )


class DeliverConfig(_Table):
    """What becomes of digests that are posted."""

    corrections: bool = Field(
        True, description="edit a posted message when a quote in it was changed in its article, for 14 days"
    )


class WebConfig(_Table):
    """The local chat page."""

    host: str = Field("127.0.0.1", description="address to listen on; beyond loopback it wants a password")
    port: int = Field(8765, ge=0, le=65535, description="port to listen on; 0 takes a free one")
    names: tuple[str, ...] = Field((), description="further host names by which the page is reached")
    trusted_proxies: tuple[str, ...] = Field(
        ("127.0.0.1", "::1"),
        description="addresses of reverse proxies whose X-Forwarded-For and -Proto are believed: for whom"
        ' wrong passwords count, "10.0.0.0/8"',
    )
    password: SecretStr | None = Field(None, exclude=True, description="from ONRECORD_WEB_PASSWORD alone")
    metrics_token: SecretStr | None = Field(
        None, exclude=True, description="from ONRECORD_METRICS_TOKEN alone"
    )

    @field_validator("trusted_proxies")
    @classmethod
    def _addresses(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        for one in given:
            try:
                ipaddress.ip_network(one, strict=False)
            except ValueError as error:
                raise ValueError(f"{one} is no address; write one like 10.0.0.5 or 10.0.0.0/8") from error
        return given

    @field_validator("metrics_token")
    @classmethod
    def _hard_to_guess(cls, given: SecretStr | None) -> SecretStr | None:
        if given and len(given.get_secret_value()) < LEAST_TOKEN:
            raise ValueError(f"too short to be a token; take {LEAST_TOKEN} characters or more, at random")
        return given


class PublicConfig(_Table):
    """The listener that other machines may reach; it answers /healthz and /readyz."""

    host: str = Field("127.0.0.1", description="address to listen on")
    port: int | None = Field(None, ge=0, le=65535, description="port to listen on; unset: no such listener")
    url: str | None = Field(None, description="the address by which the world reaches it, as https://…")


class SlackConfig(_Table):
    """Slack; without a token or a client id it is not connected."""

    client_id: str | None = Field(None, description="the app's, where workspaces install it by themselves")
    managers: tuple[str, ...] = Field(
        (), description="ids of users who may change feeds and schedules, beside admins"
    )
    reads_freely: bool | None = Field(
        None,
        description="read threads beyond 15 messages a minute; unset: only with a bot token",
    )
    api_url: str = Field("https://slack.com/api/", description="base address of the Web API")
    authorize_url: str = Field(
        "https://slack.com/oauth/v2/authorize", description="where somebody allows the app"
    )
    bot_token: SecretStr | None = Field(None, exclude=True, description="from ONRECORD_SLACK_BOT_TOKEN alone")
    app_token: SecretStr | None = Field(None, exclude=True, description="from ONRECORD_SLACK_APP_TOKEN alone")
    signing_secret: SecretStr | None = Field(
        None, exclude=True, description="from ONRECORD_SLACK_SIGNING_SECRET alone"
    )
    client_secret: SecretStr | None = Field(
        None, exclude=True, description="from ONRECORD_SLACK_CLIENT_SECRET alone"
    )


class DiscordConfig(_Table):
    """Discord; without a token it is not connected."""

    home: str = Field("", description="id of the server that shares feeds with this file and the local page")
    managers: tuple[str, ...] = Field(
        (), description="ids of users and roles who may change what channels get, beside Manage Server"
    )
    read_threads: bool = Field(
        False, description="read what people say in threads; needs the message content intent"
    )
    publish: bool = Field(False, description="publish digests in announcement channels to their followers")
    embeds: tuple[str, ...] = Field(
        (), description='ids of servers that get embeds in place of components; "*": all'
    )
    api_url: str = Field("https://discord.com/api/v10", description="base address of the HTTP API")
    token: SecretStr | None = Field(None, exclude=True, description="from ONRECORD_DISCORD_TOKEN alone")


class SampleConfig(_Table):
    """The bundled outlets, for trying On Record without a network."""

    mode: Literal["auto", "on", "off"] = Field(
        "auto", description="auto serves them until the first feed of yours is added"
    )
    port: int = Field(8766, ge=0, le=65535, description="loopback port of the sample; 0 takes a free one")


class PriceConfig(_Table):
    """What a model costs, as its maker's price list says."""

    model: str = Field(description="the model's name, as model.name has it")
    tokens_in: float = Field(ge=0, allow_inf_nan=False, description="price of a million tokens that go in")
    tokens_out: float = Field(ge=0, allow_inf_nan=False, description="price of a million that come out")


class ModelConfig(_Table):
    """The language model that writes briefings; without a name, digests are extractive."""

    name: str | None = Field(None, min_length=1, description="its name at its server; unset: no model")
    url: str = Field("https://api.openai.com/v1", description="base address of an OpenAI-compatible server")
    api: Literal["auto", "chat", "responses"] = Field(
        "auto", description="auto asks for responses, and for chat completions where there are none"
    )
    timeout_seconds: float = Field(30, gt=0, description="longest time for one answer")
    digest_seconds: float = Field(60, gt=0, description="longest time for the stories of one digest")
    at_once: int = Field(4, ge=1, description="requests at the same time")
    reasoning_tokens: int = Field(
        4000,
        ge=0,
        description="tokens that a model may think in, beside those of its answer",
    )
    reasoning_effort: Literal["none", "minimal", "low", "medium", "high"] | None = Field(
        None, description="how hard a model that thinks is asked to; unset: as its server has it"
    )
    currency: str = Field("USD", description="what prices and ceilings are in")
    day_ceiling: float = Field(
        1.0, ge=0, allow_inf_nan=False, description="the most that a day (UTC) may cost, all together"
    )
    workspace_ceiling: float = Field(
        0.5, ge=0, allow_inf_nan=False, description="the most that a day may cost one workspace"
    )
    command_ceiling: float | None = Field(
        None,
        ge=0,
        allow_inf_nan=False,
        description="the most that one command may cost beside these; --max-spend sets it",
    )
    second_reader: bool = Field(
        True, description="ask of each story, once, whether its sources say all of what the model wrote"
    )
    second_reader_name: str | None = Field(
        None, min_length=1, description="the model that is asked, at the same server; unset: the same"
    )
    threads: bool = Field(
        False, description="send what people say in a thread to the model when somebody asks to be caught up"
    )
    prices: tuple[PriceConfig, ...] = Field((), description="price table; the model in use must be in it")
    key: SecretStr | None = Field(None, exclude=True, description="from ONRECORD_MODEL_KEY alone")

    @model_validator(mode="after")
    def _priced(self) -> Self:
        for name in (self.name, self.second_reader_name if self.name else None):
            if name and self.price_of(name) is None:
                raise ValueError(
                    f"prices has none for {name}; add [[model.prices]] with model, tokens_in and tokens_out"
                    " (0 for a model that costs nothing)"
                )
        return self

    def price_of(self, name: str) -> PriceConfig | None:
        """The price of a model, where the table has it."""
        return next((price for price in self.prices if price.model == name), None)


class LogConfig(_Table):
    """What is written to standard error."""

    level: Literal["debug", "info", "warning", "error"] = Field("info", description="least level written")
    format: Literal["text", "json"] = Field("text", description="text for people, json for machines")


class TopicConfig(_Table):
    """A topic that every workspace may follow."""

    name: str = Field(min_length=1)
    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    language: str | None = Field(None, pattern="^[a-z]{2}$")


class _Topics(_Table):
    topics: tuple[TopicConfig, ...]


class Config(_Table):
    """All settings of On Record."""

    database: str = Field(
        "sqlite:///data/onrecord.db",
        repr=False,  # it may have a password
        description="where everything is kept: sqlite:/// and a file, or postgresql:// and a server",
    )
    feeds: tuple[FeedConfig, ...] = Field((), description="feeds to gather")
    subscriptions: tuple[SubscriptionConfig, ...] = Field(
        default_factory=lambda: (SubscriptionConfig(channel="daily"),),  # in this machine's zone
        description="which channel gets a digest when",
    )
    gather: GatherConfig = GatherConfig()
    deliver: DeliverConfig = DeliverConfig()
    web: WebConfig = WebConfig()
    public: PublicConfig = PublicConfig()
    slack: SlackConfig = SlackConfig()
    discord: DiscordConfig = DiscordConfig()
    sample: SampleConfig = SampleConfig()
    model: ModelConfig = ModelConfig()
    log: LogConfig = LogConfig()
    secret_keys: SecretStr | None = Field(
        None, exclude=True, description="from ONRECORD_SECRET_KEYS alone: keys of stored tokens, newest first"
    )

    @property
    def secrets(self) -> Sequence[str]:
        """All that no log may hold; of several keys each."""
        found: list[str] = []
        for key in _SECRETS.values():
            value: Any = self
            for part in key:
                value = getattr(value, part)
            if value is not None:
                whole = value.get_secret_value()
                found += [whole, *whole.split(",")]
        return found

    @property
    def gives_orders(self) -> bool:
        """Whether the file says which channel gets a digest when; else one order is built in."""
        return "subscriptions" in self.model_fields_set

    @model_validator(mode="after")
    def _named_apart(self) -> Self:
        seen: set[tuple[str, str, str]] = set()
        for order in self.subscriptions:
            key = (order.platform, order.channel, order.name.casefold())
            if key in seen:
                raise ValueError(
                    f"subscriptions has two orders of channel {order.channel!r} called {order.name!r};"
                    " give each a name of its own"
                )
            seen.add(key)
        return self


# environment variable -> the key it sets; the secrets stand apart because no file may hold them
_ENVIRONMENT: Mapping[str, tuple[str, ...]] = {
    "ONRECORD_WEB_HOST": ("web", "host"),
    "ONRECORD_WEB_PORT": ("web", "port"),
    "ONRECORD_PUBLIC_URL": ("public", "url"),
    "ONRECORD_SAMPLE_PORT": ("sample", "port"),
    "ONRECORD_SLACK_CLIENT_ID": ("slack", "client_id"),
    "ONRECORD_SLACK_API_URL": ("slack", "api_url"),
    "ONRECORD_SLACK_AUTHORIZE_URL": ("slack", "authorize_url"),
    "ONRECORD_DISCORD_HOME": ("discord", "home"),
    "ONRECORD_DISCORD_API_URL": ("discord", "api_url"),
    "ONRECORD_MODEL_NAME": ("model", "name"),
    "ONRECORD_MODEL_URL": ("model", "url"),
    "ONRECORD_LOG_LEVEL": ("log", "level"),
    "ONRECORD_LOG_FORMAT": ("log", "format"),
}
_SECRETS = {
    "ONRECORD_WEB_PASSWORD": ("web", "password"),
    "ONRECORD_METRICS_TOKEN": ("web", "metrics_token"),
    "ONRECORD_MODEL_KEY": ("model", "key"),
    "ONRECORD_SECRET_KEYS": ("secret_keys",),
    "ONRECORD_DISCORD_TOKEN": ("discord", "token"),
    "ONRECORD_SLACK_BOT_TOKEN": ("slack", "bot_token"),
    "ONRECORD_SLACK_APP_TOKEN": ("slack", "app_token"),
    "ONRECORD_SLACK_SIGNING_SECRET": ("slack", "signing_secret"),
    "ONRECORD_SLACK_CLIENT_SECRET": ("slack", "client_secret"),
}


_DATABASE = "ONRECORD_DATABASE"
"""May stand in a file where it has no password."""


def load(
    path: Path | None,
    environment: Mapping[str, str],
    database: str | None = None,
    max_spend: float | None = None,
) -> Config:
    """The settings; a given database and the most that a model may cost win over all else.

    Raises ConfigError with file, key and remedy.
    """
    file = _file(path, environment)
    beside = env_file(file or DEFAULT_FILE)
    return build(
        _read(file) if file else {}, {**_kept(beside, environment), **environment}, database, file, max_spend
    )


def env_file(file: Path) -> Path:
    """Where secrets are kept that go with a config file: onrecord.env beside onrecord.toml."""
    return file.with_suffix(".env")


def _kept(file: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """The variables of the env file that the environment does not have, in either way to give them."""
    try:
        if not os.path.lexists(file):
            return {}
        if file.stat().st_mode & 0o077:
            raise ConfigError(f"{file}: others may read it, and it is for secrets; run: chmod 600 {file}")
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no text in UTF-8"
        raise ConfigError(f"{file}: cannot be read: {reason}") from error
    found: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        name, equals, value = line.strip().removeprefix("export ").partition("=")
        if not name or name.startswith("#"):
            continue
        if not equals:
            raise ConfigError(f"{file}: line {number} is no NAME=value")
        plain = name.strip().removesuffix("_FILE")
        if plain not in environment and f"{plain}_FILE" not in environment:
            found[name.strip()] = value.strip().strip("\"'")
    return found


def build(
    settings: dict[str, Any],
    environment: Mapping[str, str],
    database: str | None = None,
    file: Path | None = None,
    max_spend: float | None = None,
) -> Config:
    """The settings of a file that was read, with those of the environment; raises ConfigError."""
    _refuse_secrets(settings, file)
    for name, key in _ENVIRONMENT.items():
        if name in environment:
            _put(settings, key, environment[name])
    for name, key in _SECRETS.items():
        if secret := _secret(name, environment):
            _put(settings, key, secret)
    if chosen := database or _secret(_DATABASE, environment):
        settings["database"] = chosen
    if max_spend is not None:
        _put(settings, ("model", "command_ceiling"), max_spend)
    return _checked(settings, file)


def _file(path: Path | None, environment: Mapping[str, str]) -> Path | None:
    named = path or (Path(environment[ENV_CONFIG]) if environment.get(ENV_CONFIG) else None)
    if named is None:
        return DEFAULT_FILE if os.path.lexists(DEFAULT_FILE) else None
    if not os.path.lexists(named):
        raise ConfigError(f"{named}: no such config file; `onrecord config example` prints one to start from")
    return named


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: not valid TOML: {error}") from error
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read: {error.strerror}") from error


def _put(settings: dict[str, Any], key: tuple[str, ...], value: str | float) -> None:
    *tables, last = key
    for table in tables:
        settings = settings.setdefault(table, {})
    settings[last] = value


def _refuse_secrets(settings: Mapping[str, Any], file: Path | None) -> None:
    for name, key in _SECRETS.items():
        inner: Any = settings
        for part in key:
            inner = inner.get(part) if isinstance(inner, Mapping) else None
        if inner is not None:
            raise ConfigError(
                f"{file}: {'.'.join(key)} is a secret: take it out and set {name} or {name}_FILE"
            )

    address = urlsplit(str(settings.get("database", "")))
    if address.password or {"password", "sslpassword"} & parse_qs(address.query).keys():
        raise ConfigError(
            f"{file}: database has a password: take it out and set {_DATABASE} or {_DATABASE}_FILE"
        )


def _secret(name: str, environment: Mapping[str, str]) -> str | None:
    if file := environment.get(f"{name}_FILE"):
        try:
            return Path(file).read_text("utf-8").strip()
        except OSError as error:
            raise ConfigError(f"{name}_FILE: {file} cannot be read: {error.strerror}") from error
    return environment.get(name)


def _checked(settings: dict[str, Any], file: Path | None) -> Config:
    try:
        return Config.model_validate(settings)
    except ValidationError as error:
        where = file or "environment"
        raise ConfigError("\n".join(f"{where}: {_sentence(fault)}" for fault in error.errors())) from error


def _sentence(fault: Mapping[str, Any]) -> str:
    key = ".".join(str(part) for part in fault["loc"])
    if fault["type"] == "missing":
        return f"{key}: this is needed"
    if fault["type"] != "extra_forbidden":
        return f"{key}: {_wanted(fault)} (got {fault['input']!r})"
    last, known = str(fault["loc"][-1]), known_keys()
    if last in known:
        return f"{key}: belongs to another table; `onrecord config example` shows where"
    near = process.extractOne(last, known, score_cutoff=60)
    remedy = f"did you mean {near[0]}?" if near else "`onrecord config example` shows every key"
    return f"{key}: unknown key; {remedy}"


_WANTED = {
    "int": "write a whole number",
    "float": "write a number",
    "finite": "write a finite number",
    "bool": "write true or false",
    "string_type": "write text in quotes",
    "time": "write a time of day, such as 08:00",
    "tuple": 'write a list, such as ["a", "b"]',
    "list": 'write a list, such as ["a", "b"]',
    "model": "write a table of keys and values",
    "dict": "write a table of keys and values",
    "literal_error": "write {expected}",
    "enum": "write {expected}",
    "greater_than_equal": "write {ge:g} or more",
    "greater_than": "write more than {gt:g}",
    "less_than_equal": "write {le:g} or less",
    "less_than": "write less than {lt:g}",
}
"""What to write in place of a value, by pydantic's name of the fault that it has, or by its first word."""


def _wanted(fault: Mapping[str, Any]) -> str:
    kind = fault["type"]
    wanted = _WANTED.get(kind) or _WANTED.get(kind.partition("_")[0])
    if wanted is None:
        return str(fault["msg"]).removeprefix("Value error, ")
    default = _default(fault["loc"]) if kind.startswith(("int_", "float_")) else None
    such_as = f", such as {default}" if default is not None else ""
    return wanted.format(**fault.get("ctx", {})) + such_as


def _default(where: Sequence[str | int], model: type[BaseModel] = Config) -> int | float | None:
    """The default of the number that stands there; None where it has none."""
    first, *inner = where
    field = model.model_fields.get(str(first))
    if field is None:
        return None
    if inner and isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
        return _default(inner, field.annotation)
    return field.default if not inner and isinstance(field.default, int | float) else None


def known_keys(model: type[BaseModel] = Config) -> list[str]:
    """The name of every setting, as it stands in its table."""
    keys: list[str] = []
    for name, field in model.model_fields.items():
        keys.append(name)
        for inner in (field.annotation, *getattr(field.annotation, "__args__", ())):
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                keys += known_keys(inner)
    return keys


def _shipped(folder: str) -> Traversable:
    """A folder that stands at the top of a checkout and inside the installed package."""
    installed = resources.files("bot") / "_shipped" / folder
    return installed if installed.is_dir() else resources.files("bot").joinpath("..", folder)


def example() -> str:
    """The commented example with every key and its default."""
    return (_shipped("config") / "onrecord.toml").read_text("utf-8")


def topics() -> tuple[Topic, ...]:
    """The topics that ship for every workspace."""
    file = _shipped("config") / "topics.toml"
    read = tomllib.loads(file.read_text("utf-8"))
    return tuple(Topic(**one.model_dump()) for one in _Topics.model_validate(read).topics)


def judgement() -> NewsJudgement:
    """What was learned of news: its kinds, what leads, and how rare words are."""
    learned = resources.files("bot.core.stories") / "weights" / "en.json"
    return NewsJudgement(**json.loads(learned.read_text("utf-8")))


def answer_judgement() -> AnswerJudgement:
    """What was learned of answers: which sentences are shown, and when none is."""
    learned = resources.files("bot.core.answers") / "weights" / "en.json"
    return AnswerJudgement(**json.loads(learned.read_text("utf-8")))


def prompts() -> dict[str, Prompt]:
    """The wordings of prompts/, by id."""
    files = (file for file in _shipped("prompts").iterdir() if file.name.endswith(".md"))
    read = (Prompt.parse(file.name, file.read_text("utf-8")) for file in files)
    return {prompt.id: prompt for prompt in read}


def environment() -> Mapping[str, str]:
    """The process's environment."""
    return os.environ
