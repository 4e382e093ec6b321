from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli.setup import Setup, answers_of
from bot.config import load
from bot.errors import ConfigError


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ('opml = "none.opml"', "opml: none.opml: cannot be read"),
        ('slack_bot_token = "nonsense"', "slack_bot_token: the bot token of Slack begins with xoxb-"),
        ('slack_bot_token = "xoxb-1"', "slack_app_token: the app token of Slack begins with xapp-"),
        (
            'slack_bot_token = "xoxb-1"\nslack_app_token = "xoxb-1"',
            "slack_app_token: the app token of Slack begins with xapp-",
        ),
        ('discord_token = "two words"', "discord_token: this is no token"),
        ('model_name = "m"\nmodel_url = "here"', "model_url: here: no address; one starts with http://"),
        ('model_name = "m"\nmodel_key = "two words"', "model_key: this is no token"),
        ('model_name = "m"\nmodel_tokens_in = -1', "model_tokens_in: -1 is no price; write 0 or more"),
        ('model_name = "m"\nmodel_tokens_in = nan', "model_tokens_in: nan is no price"),
        ('data = "/proc/none"', "data: database: the folder /proc/none cannot be made"),
        ('fed = ["a"]', "unknown key fed; did you mean feeds?"),
        ('feeds = "a"', 'feeds: write a list, such as ["a", "b"]'),
        ("model_tokens_in = true", "model_tokens_in: write a number"),
        ("data = 1", "data: write text in quotes"),
        ("feeds = [", "not valid TOML"),
    ],
)
def test_an_answer_that_cannot_be_is_told_in_one_sentence(tmp_path: Path, answers: str, said: str) -> None:
    file = tmp_path / "answers.toml"
    file.write_text(answers, "utf-8")
    with pytest.raises(ConfigError) as caught:
        Setup({"data": str(tmp_path / "data"), **answers_of(str(file))}, str(file), {}).ask()
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["answers.toml"]


def test_a_model_without_a_price_is_left_out_and_so_it_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    setup = Setup({"data": str(tmp_path), "model_name": "small", "model_tokens_in": 0.4}, "answers.toml", {})
    setup.ask()
    assert "left out until both its prices are known" in capsys.readouterr().err
    (tmp_path / "onrecord.toml").write_text(setup.toml(), "utf-8")
    assert load(tmp_path / "onrecord.toml", {}).model.name is None
    written = setup.toml().replace("# ", "").replace("tokens_in =", "tokens_in = 0.4")
    filled = written[written.index("[model]") :].replace("tokens_out =", "tokens_out = 1.6")
    (tmp_path / "onrecord.toml").write_text(filled, "utf-8")
    model = load(tmp_path / "onrecord.toml", {}).model
    assert (model.name, model.prices[0].tokens_out) == ("small", 1.6)


def test_what_is_written_is_read_as_it_was_answered(tmp_path: Path) -> None:
    setup = Setup({"data": str(tmp_path / "news “today”"), "allow": ["10.0.0.0/8"]}, "answers.toml", {})
    setup.ask()
    (tmp_path / "onrecord.toml").write_text(setup.toml(), "utf-8")
    config = load(tmp_path / "onrecord.toml", {})
    assert config.database == f"sqlite:///{tmp_path}/news “today”/onrecord.db"
    assert config.gather.allow == ("10.0.0.0/8",)


@pytest.fixture
def beside(tmp_path: Path) -> Path:
    """A config file with its secrets."""
    (tmp_path / "c.toml").write_text("", "utf-8")
    secrets = tmp_path / "c.env"
    secrets.write_text("# mine\n\nONRECORD_DISCORD_TOKEN=a\nexport ONRECORD_MODEL_KEY='b'\n", "utf-8")
    secrets.chmod(0o600)
    return tmp_path / "c.toml"


def test_secrets_beside_the_settings_are_read_and_the_environment_wins(beside: Path) -> None:
    config = load(beside, {"ONRECORD_MODEL_KEY": "c"})
    assert config.discord.token
    assert config.discord.token.get_secret_value() == "a"
    assert config.model.key
    assert config.model.key.get_secret_value() == "c"
    file = beside.parent / "key"
    file.write_text("d", "utf-8")
    config = load(beside, {"ONRECORD_DISCORD_TOKEN_FILE": str(file)})
    assert config.discord.token
    assert config.discord.token.get_secret_value() == "d"
    assert config.model.key
    assert config.model.key.get_secret_value() == "b"


def test_secrets_that_others_may_read_or_that_are_none_are_refused(beside: Path) -> None:
    secrets = beside.with_suffix(".env")
    secrets.chmod(0o640)
    with pytest.raises(ConfigError, match="run: chmod 600"):
        load(beside, {})
    secrets.write_text("nonsense\n", "utf-8")
    secrets.chmod(0o600)
    with pytest.raises(ConfigError, match="line 1 is no NAME=value"):
        load(beside, {})
