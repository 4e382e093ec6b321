from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from pydantic import BaseModel

from bot.adapters.lexicons import lexicons
from bot.config import Config, SubscriptionConfig, example, load, prompts, topics
from bot.core.indexed import stems
from bot.errors import ConfigError

ROOT = Path(__file__).parents[2]


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "onrecord.toml"
    file.write_text(text, "utf-8")
    return file


def test_without_settings_the_defaults_hold(tmp_path: Path) -> None:
    assert load(written(tmp_path, ""), {}).database == "sqlite:///data/onrecord.db"


def test_environment_wins_over_the_file_and_the_argument_over_both(tmp_path: Path) -> None:
    file = written(tmp_path, 'database = "sqlite:///file.db"')
    environment = {"ONRECORD_DATABASE": "sqlite:///environment.db"}
    assert load(file, {}).database == "sqlite:///file.db"
    assert load(file, environment).database == "sqlite:///environment.db"
    assert load(file, environment, "sqlite:///argument.db").database == "sqlite:///argument.db"


@pytest.mark.parametrize("given", ["ada:tide7@db.example/news", "ada@db.example/news?password=tide7"])
def test_a_database_has_its_password_from_the_environment_alone(tmp_path: Path, given: str) -> None:
    url = f"postgresql://{given}"
    with pytest.raises(ConfigError, match="database has a password") as refused:
        load(written(tmp_path, f'database = "{url}"'), {})
    assert "tide7" not in str(refused.value)
    (tmp_path / "url").write_text(f"{url}\n")
    config = load(written(tmp_path, ""), {"ONRECORD_DATABASE_FILE": str(tmp_path / "url")})
    assert config.database == url
    assert "tide7" not in repr(config)


def test_a_folder_of_that_name_is_no_config_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "onrecord.toml").mkdir()
    monkeypatch.chdir(tmp_path)
    for named in (None, tmp_path / "onrecord.toml"):
        with pytest.raises(ConfigError, match=r"onrecord.toml: cannot be read: Is a directory"):
            load(named, {})


def test_a_folder_in_place_of_the_secrets_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "onrecord.env").mkdir(mode=0o700)
    with pytest.raises(ConfigError, match=r"onrecord.env: cannot be read: Is a directory"):
        load(written(tmp_path, ""), {})


def test_environment_names_the_file(tmp_path: Path) -> None:
    file = written(tmp_path, "[web]\nport = 1234")
    assert load(None, {"ONRECORD_CONFIG": str(file)}).web.port == 1234


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[web]\nprot = 1", "web.prot: unknown key; did you mean port?"),
        ("datbase = 'x'", "datbase: unknown key; did you mean database?"),
        ("[gather]\nallow = ['10.0.0.0/8', 'here']", "gather.allow.1: 'here' is no address or network"),
        ("[gather]\nown_hosts = ['0x7f.1']", "nor a plain address; write a name such as news.example"),
        ("[[feeds]]\nurl = 'news'\noutlet = 'N'", "feeds.0.url: 'news' is not a web address"),
        (
            "[[subscriptions]]\nchannel = 'a'\nfeeds = ['b']",
            "subscriptions.0.feeds.0: 'b' is not a web address",
        ),
        ("[web]\nport = 'many'", "web.port: write a whole number, such as 8765 (got 'many')"),
        ("[web]\nport = 99999", "web.port: write 65535 or less (got 99999)"),
        ("[web]\nnames = 'many'", 'web.names: write a list, such as ["a", "b"] (got \'many\')'),
        ("[web]\nhost = 1", "web.host: write text in quotes (got 1)"),
        ("[log]\nlevel = 'loud'", "log.level: write 'debug', 'info', 'warning' or 'error' (got 'loud')"),
        ("[gather]\nevery_minutes = 'x'", "gather.every_minutes: write a number, such as 15 (got 'x')"),
        (
            "[[subscriptions]]\nchannel = 'a'\ntimes = ['8ish']",
            "write a time of day, such as 08:00 (got '8ish')",
        ),
        ("topics = ['a']", "topics: belongs to another table; `onrecord config example` shows where"),
        ("web = 1", "web: write a table of keys and values (got 1)"),
        ("[[subscriptions]]\nchannel = 'a'\nzone = 'Europe/Berlín'", "did you mean Europe/Berlin?"),
        ("[[subscriptions]]\nchannel = 'a'\nzone = 'GMT+7'", "name a place: Asia/Bangkok, Asia/Jakarta"),
        ("[[subscriptions]]\nchannel = 'a'\ntimes = '8ish'", "times.words: “8ish” is no time of day"),
        ("[[subscriptions]]\nchannel = 'a'\ntimes = [08:00:00, 08:00:00]", "a time stands twice"),
        ("[[subscriptions]]\nchannel = 'a'\nquiet = '22:00'", "“22:00” is no quiet time"),
        ("[[subscriptions]]\nchannel = 'a'\nlate = 'two'", "subscriptions.0.late"),
        (
            "".join(f"[[subscriptions]]\nchannel = 'a'\nname = '{name}'\n" for name in ("", "x", "X")),
            "two orders of channel 'a' called 'X'; give each a name of its own",
        ),
        ("[[feeds]]\nurl = 'https://a.example/'", "feeds.0.outlet: this is needed"),
        ("[web]\npassword = 'secret'", "ONRECORD_WEB_PASSWORD"),
        ("secret_keys = 'secret'", "secret_keys is a secret: take it out and set ONRECORD_SECRET_KEYS"),
        ("[model]\nkey = 'secret'", "ONRECORD_MODEL_KEY"),
        ("[model]\nname = 'm'", "prices has none for m"),
        ("[[model.prices]]\nmodel = 'm'\ntokens_in = inf\ntokens_out = 1", "model.prices.0.tokens_in"),
        ("[web", "not valid TOML"),
    ],
)
def test_what_is_wrong_is_named_with_file_key_and_remedy(tmp_path: Path, text: str, said: str) -> None:
    file = written(tmp_path, text)
    with pytest.raises(ConfigError) as raised:
        load(file, {})
    assert said in str(raised.value)
    assert str(file) in str(raised.value)
    assert raised.value.exit_code == 2


def test_missing_file_is_named() -> None:
    with pytest.raises(ConfigError, match=r"nowhere\.toml: no such config file"):
        load(Path("nowhere.toml"), {})


def test_the_most_that_a_call_may_spend_wins_over_the_file(tmp_path: Path) -> None:
    file = written(tmp_path, "[model]\ncommand_ceiling = 2")
    assert load(file, {}).model.command_ceiling == 2
    assert load(file, {}, max_spend=0.05).model.command_ceiling == 0.05
    assert load(written(tmp_path, ""), {}, max_spend=0.0).model.command_ceiling == 0


def test_secret_comes_from_the_environment_or_a_named_file(tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.write_text("from a file\n", "utf-8")
    empty = written(tmp_path, "")
    direct = load(empty, {"ONRECORD_WEB_PASSWORD": "open sesame"}).web.password
    named = load(empty, {"ONRECORD_WEB_PASSWORD_FILE": str(secret)}).web.password
    assert direct is not None
    assert named is not None
    assert (direct.get_secret_value(), named.get_secret_value()) == ("open sesame", "from a file")
    assert "open sesame" not in repr(load(empty, {"ONRECORD_WEB_PASSWORD": "open sesame"}))


def test_example_has_every_key_with_its_default(tmp_path: Path) -> None:
    uncommented = re.sub(r"^# ((?:\[\[)|\w+ = )", r"\1", example(), flags=re.MULTILINE)
    settings = tomllib.loads(uncommented)
    assert _keys(settings) == _schema_keys(Config)
    config = load(written(tmp_path, uncommented), {})
    order = config.subscriptions[0]
    unset = {"zone", "language"}
    assert order.model_dump(exclude=unset) == SubscriptionConfig(channel="daily").model_dump(exclude=unset)
    assert config.gather == Config().gather
    assert config.sample == Config().sample
    assert config.web == Config().web
    assert config.log == Config().log
    unset = {"name", "prices", "reasoning_effort", "second_reader_name", "command_ceiling"}
    assert config.model.model_dump(exclude=unset) == Config().model.model_dump(exclude=unset)


def _keys(table: object) -> object:
    if isinstance(table, list):
        return _keys(table[0]) if table and isinstance(table[0], dict) else None
    return {key: _keys(value) for key, value in table.items()} if isinstance(table, dict) else None


def _schema_keys(model: type[BaseModel]) -> object:
    keys: dict[str, object] = {}
    for name, field in model.model_fields.items():
        if field.exclude:
            continue
        inner = [field.annotation, *getattr(field.annotation, "__args__", ())]
        models = [one for one in inner if isinstance(one, type) and issubclass(one, BaseModel)]
        keys[name] = _schema_keys(models[0]) if models else None
    return keys


def test_generated_schema_is_fresh() -> None:
    kept = json.loads((ROOT / "config" / "schema.json").read_text("utf-8"))
    assert kept == Config.model_json_schema(), "remedy: onrecord config schema > config/schema.json"


def test_every_shipped_wording_can_be_read() -> None:
    assert {"welcome", "briefing", "answer", "thread", "repair"} <= prompts().keys()


def test_eight_topics_ship_and_each_can_find_something() -> None:
    shipped = topics()
    assert len({topic.name.casefold() for topic in shipped}) == 8
    for topic in shipped:
        assert all(len(stems(word)) == 1 for word in topic.words), topic.name
        assert all(len(stems(phrase)) > 1 for phrase in topic.phrases), topic.name
        assert all(name[0].isupper() or name[1].isupper() for name in topic.names), topic.name


def test_no_word_is_of_two_topics_that_ship() -> None:
    found = [stem for topic in topics() for stem in {stem for word in topic.words for stem in stems(word)}]
    assert sorted(set(found)) == sorted(found)


def test_a_language_is_a_file_of_words_and_a_file_of_weights() -> None:
    known = lexicons()
    assert set(known) == {"de", "en", "es", "fr", "it", "pt", "other"}
    assert [language for language, one in known.items() if not one.names_speakers] == ["other"]
    for language, lexicon in known.items():
        weights = lexicon.weights
        assert lexicon.language == language
        assert all((weights.mention, weights.pronoun, weights.calibration))
        assert 0.5 < weights.threshold < 1


def test_weights_are_written_in_order_so_that_a_change_can_be_read() -> None:
    for file in (ROOT / "bot/core/quotes/weights").glob("*.json"):
        groups = json.loads(file.read_text("utf-8"))
        assert json.dumps(groups, indent=1, ensure_ascii=False) + "\n" == file.read_text("utf-8")
        for group in ("mention", "pronoun", "calibration"):
            assert list(groups[group]) == sorted(groups[group])


def test_drafts_are_checked_where_a_language_says_what_denies() -> None:
    claims = {language: lexicon.claims for language, lexicon in lexicons().items()}
    assert ("rise", "fall") in claims["en"].opposites
    assert claims["en"].same["dutch"] == ("holland",)
    assert ("steigen", "fallen") in claims["de"].opposites
    assert not claims["fr"].denials
