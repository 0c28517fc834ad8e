"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_KEPT_FOR_GOOD = ("changes", "parts", "sources", "signatures")


def upgrade() -> None:
    """Make the tables, and let the database itself refuse to change what is kept for good."""
    op.create_table(
        "notebooks",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("cycle", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", sa.Text, nullable=False),
        sa.Column("changed_at", sa.Text, nullable=False),
        sa.Column("archived_at", sa.Text),
        sa.Column("follows", sa.Text, sa.ForeignKey("notebooks.id")),
    )
    op.create_table(
        "parts", sa.Column("hash", sa.Text, primary_key=True), sa.Column("body", sa.LargeBinary, nullable=False)
    )
    op.create_table(
        "versions",
        sa.Column("notebook_id", sa.Text, sa.ForeignKey("notebooks.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("schema", sa.Integer, nullable=False),
        sa.Column("refs", sa.Text, nullable=False),
        sa.Column("state_hash", sa.Text, nullable=False),
        sa.Column("result_hash", sa.Text),
    )
    texts = ("at", "who", "role", "what", "request_id", "before", "after", "why", "previous", "hash")
    op.create_table(
        "changes",
        sa.Column("notebook_id", sa.Text, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in texts),
        sa.ForeignKeyConstraint(["notebook_id", "number"], ["versions.notebook_id", "versions.number"]),
    )
    op.create_index("changes_by_request", "changes", ["notebook_id", "request_id"])
    op.create_index("changes_by_person", "changes", ["notebook_id", "who"])
    op.create_table(
        "sources",
        sa.Column("sha256", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("received_at", sa.Text, nullable=False),
    )
    op.create_table(
        "clashes",
        sa.Column("notebook_id", sa.Text, sa.ForeignKey("notebooks.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        *(
            sa.Column(name, sa.Text, nullable=False)
            for name in ("path", "base", "theirs", "ours", "theirs_who", "who", "at", "settled")
        ),
    )
    op.create_table(
        "plans",
        sa.Column("notebook_id", sa.Text, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("state_hash", sa.Text, nullable=False),
        sa.Column("result_hash", sa.Text, nullable=False),
        sa.Column("frozen_at", sa.Text),
        sa.ForeignKeyConstraint(["notebook_id", "version"], ["versions.notebook_id", "versions.number"]),
    )
    op.create_table(
        "signatures",
        sa.Column("notebook_id", sa.Text, primary_key=True),
        sa.Column("plan", sa.Integer, primary_key=True),
        sa.Column("role", sa.Text, primary_key=True),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["notebook_id", "plan"], ["plans.notebook_id", "plans.number"]),
    )
    for table in _KEPT_FOR_GOOD:
        _keep_for_good(table)


def _keep_for_good(table: str) -> None:
    said = f"Rows of {table} are kept as they are."
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE FUNCTION {table}_kept() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{said}'; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_kept()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
        )
