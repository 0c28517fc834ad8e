"""An entry of the log says each place from what to what, where several changed at once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """The column; entries written before have no lines, and their hashes stay true."""
    op.add_column("changes", sa.Column("lines", sa.Text, nullable=False, server_default=""))
