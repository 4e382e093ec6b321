"""Saved commands get the name that everybody knows them by."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.drop_index("wishes_by_date", "wishes")
    op.rename_table("wishes", "saved_commands")
    op.execute("ALTER TABLE saved_commands RENAME COLUMN wish TO id")
    op.create_index("saved_commands_by_date", "saved_commands", ["at"], unique=False)
