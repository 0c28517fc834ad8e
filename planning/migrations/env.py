"""Runs migrations on the connection that planning.database hands over."""

from alembic import context

from planning.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
