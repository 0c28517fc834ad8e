"""The database itself refuses to change a frozen plan or a moment of a notebook, and to empty what is kept for good."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"

_KEPT_FOR_GOOD = ("changes", "parts", "sources", "signatures", "versions", "plans")
# Table -> the one column that is set later, once, and those that never change.
_SET_ONCE = {
    "versions": ("result_hash", ("notebook_id", "number", "schema", "refs", "state_hash")),
    "plans": ("frozen_at", ("notebook_id", "number", "version", "state_hash", "result_hash")),
}


def upgrade() -> None:
    """Triggers on both databases; PostgreSQL can also empty a table at once, so there that is refused too."""
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for table, (column, others) in _SET_ONCE.items():
        (_keep_on_postgresql if is_postgresql else _keep_on_sqlite)(table, column, others)
    if is_postgresql:
        for table in _KEPT_FOR_GOOD:
            op.execute(
                f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_kept()"
            )


def _said(table: str) -> str:
    return f"Rows of {table} are kept as they are."


def _keep_on_sqlite(table: str, column: str, others: tuple[str, ...]) -> None:
    is_changed = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in others)
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_said(table)}'); END"
    op.execute(
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
        f"WHEN OLD.{column} IS NOT NULL OR {is_changed} {refuse}"
    )
    op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}")


def _keep_on_postgresql(table: str, column: str, others: tuple[str, ...]) -> None:
    is_changed = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in others)
    op.execute(
        f"CREATE FUNCTION {table}_kept() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_said(table)}'; END $$"
    )
    run = f"EXECUTE FUNCTION {table}_kept()"
    op.execute(
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW "
        f"WHEN (OLD.{column} IS NOT NULL OR {is_changed}) {run}"
    )
    op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW {run}")
