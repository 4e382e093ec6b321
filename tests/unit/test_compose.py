"""config/compose.yaml: its settings are settings of ours, its secrets are files, its replicas share a database."""

from __future__ import annotations

from pathlib import Path

import yaml

from bot.adapters.store.engines import is_postgres
from bot.config import load

FILE = Path(__file__).parents[2] / "config" / "compose.yaml"


def test_its_environment_is_read_as_the_program_reads_it(tmp_path: Path) -> None:
    given = yaml.safe_load(FILE.read_text("utf-8"))
    ours = given["services"]["onrecord"]
    kept = {
        "database": "postgresql://onrecord:pw@database/onrecord",
        "web": "a long password",
        "keys": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
    }
    assert set(ours["secrets"]) == kept.keys()
    assert given["secrets"].keys() >= kept.keys()
    environment = dict(ours["environment"])
    for name, secret in kept.items():
        (tmp_path / name).write_text(secret, "utf-8")
    for variable, value in environment.items():
        if variable.endswith("_FILE"):
            environment[variable] = str(tmp_path / value.removeprefix("/run/secrets/"))
    del environment["ONRECORD_CONFIG"]  # a file of whoever runs it
    config = load(None, environment)
    assert is_postgres(config.database)
    assert config.web.password
    assert config.secret_keys
    assert ours["scale"] == 2
    assert ours["read_only"]
