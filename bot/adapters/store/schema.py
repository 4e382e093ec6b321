"""Brings a database to the newest schema, or says that it cannot."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect
from sqlalchemy.engine import Connection

from bot.errors import ConfigError, SchemaTooNew

_SCRIPTS = "bot.adapters.store:migrations"


def upgrade(connection: Connection) -> None:
    """Run what is missing, within the caller's transaction; raises SchemaTooNew or ConfigError."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", _SCRIPTS)
    scripts = ScriptDirectory.from_config(config)
    current = MigrationContext.configure(connection).get_current_revision()
    if current is None:
        _refuse_foreign(connection)
    else:
        refuse_unknown(current, scripts)
    if current != scripts.get_current_head():
        command.upgrade(config, "head")


def refuse_unknown(revision: str, scripts: ScriptDirectory | None = None) -> None:
    """Raise SchemaTooNew for a schema that this On Record has not heard of."""
    scripts = scripts or _scripts()
    if revision not in {script.revision for script in scripts.walk_revisions()}:
        raise SchemaTooNew(
            f"the database has schema {revision} of a later On Record; run that version, or restore a backup"
        )


def _scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", _SCRIPTS)
    return ScriptDirectory.from_config(config)


def _refuse_foreign(connection: Connection) -> None:
    tables = [name for name in inspect(connection).get_table_names() if name != "alembic_version"]
    if tables:
        raise ConfigError(
            f"database: it belongs to another program (it has {tables[0]}); choose another file"
        )
