"""The tables of the store. A change here needs a migration beside it in planning/migrations."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Index, Integer, LargeBinary, MetaData, Table, Text

METADATA = MetaData()

# Moments are ISO 8601 in UTC, as text: the same on every database.
NOTEBOOKS = Table(
    "notebooks",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("cycle", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("changed_at", Text, nullable=False),
    Column("archived_at", Text),
    Column("follows", Text, ForeignKey("notebooks.id")),
)
# Parts of notebooks by the hash of their contents; never changed, shared by versions.
PARTS = Table("parts", METADATA, Column("hash", Text, primary_key=True), Column("body", LargeBinary, nullable=False))
# Inputs of every moment; the result is a hash, never the only thing kept.
VERSIONS = Table(
    "versions",
    METADATA,
    Column("notebook_id", Text, ForeignKey("notebooks.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("schema", Integer, nullable=False),
    Column("refs", Text, nullable=False),
    Column("state_hash", Text, nullable=False),
    Column("result_hash", Text),
)
CHANGES = Table(
    "changes",
    METADATA,
    Column("notebook_id", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("request_id", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
    # Where several places changed at once: each from what to what, as JSON.
    Column("lines", Text, nullable=False, server_default=""),
    ForeignKeyConstraint(["notebook_id", "number"], ["versions.notebook_id", "versions.number"]),
    Index("changes_by_request", "notebook_id", "request_id"),
    Index("changes_by_person", "notebook_id", "who"),
)
# Files as they came.
SOURCES = Table(
    "sources",
    METADATA,
    Column("sha256", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("received_at", Text, nullable=False),
)
# Two changes of the same place: both kept until a person chooses.
CLASHES = Table(
    "clashes",
    METADATA,
    Column("notebook_id", Text, ForeignKey("notebooks.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("path", Text, nullable=False),
    Column("base", Text, nullable=False),
    Column("theirs", Text, nullable=False),
    Column("ours", Text, nullable=False),
    Column("theirs_who", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("settled", Text, nullable=False),
)
# Frozen plans and who signed them.
PLANS = Table(
    "plans",
    METADATA,
    Column("notebook_id", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("state_hash", Text, nullable=False),
    Column("result_hash", Text, nullable=False),
    Column("frozen_at", Text),
    # The number of the frozen plan it takes the place of.
    Column("follows", Integer),
    ForeignKeyConstraint(["notebook_id", "version"], ["versions.notebook_id", "versions.number"]),
)
SIGNATURES = Table(
    "signatures",
    METADATA,
    Column("notebook_id", Text, primary_key=True),
    Column("plan", Integer, primary_key=True),
    Column("role", Text, primary_key=True),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    ForeignKeyConstraint(["notebook_id", "plan"], ["plans.notebook_id", "plans.number"]),
)
# The database itself refuses to change or delete rows of changes, parts, sources and signatures, and those of versions
# and plans but for one column each that is set once: the hash of the result, and when the plan was frozen.
