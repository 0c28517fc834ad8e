"""A plan names the frozen one that it follows; that never changes either."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_KEPT = ("notebook_id", "number", "version", "state_hash", "result_hash", "follows")
# A plan begins only once the one before it is over: every earlier one that is frozen now was frozen then.
_FOLLOWS = (
    "UPDATE plans SET follows = (SELECT max(earlier.number) FROM plans AS earlier WHERE earlier.frozen_at IS NOT NULL "
    "AND earlier.notebook_id = plans.notebook_id AND earlier.number < plans.number)"
)


def upgrade() -> None:
    """The column, filled for plans signed before, and the trigger that guards it with the others."""
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    op.execute("DROP TRIGGER plans_no_update ON plans" if is_postgresql else "DROP TRIGGER plans_no_update")
    op.add_column("plans", sa.Column("follows", sa.Integer))
    op.execute(_FOLLOWS)
    differs, run = (
        ("IS DISTINCT FROM", "FOR EACH ROW WHEN ({}) EXECUTE FUNCTION plans_kept()")
        if is_postgresql
        else ("IS NOT", "WHEN {} BEGIN SELECT RAISE(ABORT, 'Rows of plans are kept as they are.'); END")
    )
    is_changed = " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in _KEPT)
    guarded = run.format(f"OLD.frozen_at IS NOT NULL OR {is_changed}")
    op.execute(f"CREATE TRIGGER plans_no_update BEFORE UPDATE ON plans {guarded}")
