"""What Alembic runs for every change of the schema: on the connection that it is given, inside its transaction."""

from __future__ import annotations

from alembic import context

from api.store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, transactional_ddl=False)
context.run_migrations()
