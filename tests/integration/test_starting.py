"""What is refused before anything runs: settings that cannot be used, and a second program on one file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.app import alone, check
from bot.cli.doctor import settings_finding
from bot.config import Config, load
from bot.errors import ConfigError


def config_of(folder: Path, text: str = "", environment: Mapping[str, str] | None = None) -> Config:
    (folder / "onrecord.toml").write_text(text, "utf-8")
    here = {"ONRECORD_DATABASE": f"sqlite:///{folder}/data/inner/onrecord.db"}
    return load(folder / "onrecord.toml", here | dict(environment or {}))


@pytest.mark.parametrize(
    ("text", "environment", "said"),
    [
        ('[web]\nhost = "0.0.0.0"', {}, "web.host is 0.0.0.0, .* set ONRECORD_WEB_PASSWORD"),
        ("", {"ONRECORD_DATABASE": "nonsense"}, "'nonsense' is not a database URL"),
        ("", {"ONRECORD_DATABASE": "sqlite:////proc/none/x.db"}, "the folder /proc/none cannot be made"),
        ("", {"ONRECORD_DATABASE": "sqlite:////tmp"}, "/tmp is a folder; name a file in it"),
        ("", {"ONRECORD_SECRET_KEYS": "no key"}, "key 1 is not a key"),
        ("", {"ONRECORD_SLACK_BOT_TOKEN": "xoxb-1"}, "set ONRECORD_SLACK_APP_TOKEN for Socket Mode"),
        (
            "",
            {"ONRECORD_SLACK_BOT_TOKEN": "xoxb-1", "ONRECORD_SLACK_SIGNING_SECRET": "s"},
            "public.port: Slack needs the public listener",
        ),
        (
            '[public]\nport = 0\nurl = "https://news.example"',
            {
                "ONRECORD_SLACK_CLIENT_ID": "1",
                "ONRECORD_SLACK_CLIENT_SECRET": "s",
                "ONRECORD_SLACK_SIGNING_SECRET": "s",
            },
            "kept as ciphertext: set ONRECORD_SECRET_KEYS",
        ),
        (
            '[[subscriptions]]\nchannel = "daily"\ntimes = "Mondays 08:00"\nquiet = "Mon"',
            {},
            "subscriptions: daily: ",
        ),
    ],
)
def test_what_could_not_be_run_with_is_refused_and_nothing_is_left_behind(
    tmp_path: Path, text: str, environment: Mapping[str, str], said: str
) -> None:
    config = config_of(tmp_path, text, environment)
    with pytest.raises(ConfigError, match=said):
        check(config)
    assert not (tmp_path / "data").exists()
    assert not settings_finding(config).ok


def test_what_can_be_run_with_is_well_and_nothing_is_left_behind(tmp_path: Path) -> None:
    check(config_of(tmp_path))
    assert not (tmp_path / "data").exists()
    (tmp_path / "data").mkdir()
    check(config_of(tmp_path))
    assert list((tmp_path / "data").iterdir()) == []


def test_a_second_program_on_one_file_is_told_who_runs_there(tmp_path: Path) -> None:
    config = config_of(tmp_path)
    with alone(config) as tell:
        with (
            pytest.raises(ConfigError, match=r"On Record runs already on .*inner/onrecord.db"),
            alone(config),
        ):
            pass
        tell("page: http://127.0.0.1:8765/")
        told = rf"\(process {os.getpid()}, page: http://127.0.0.1:8765/\); use that one, or stop it first"
        with pytest.raises(ConfigError, match=told), alone(config):
            pass
    with alone(config):
        pass


def test_a_lock_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    config = config_of(tmp_path)
    (tmp_path / "data" / "inner" / "onrecord.db.running").mkdir(parents=True)
    with (
        pytest.raises(ConfigError, match=r"onrecord.db.running cannot be written \(Is a directory\)"),
        alone(config),
    ):
        pass


def test_on_a_server_there_may_be_any_number(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    config = config_of(tmp_path, "", {"ONRECORD_DATABASE": "postgresql://onrecord@localhost/onrecord"})
    with alone(config), alone(config):
        check(config)
