"""What Alembic runs: the revisions that are missing, in the transaction of the connection it was given."""

from alembic import context

from huashu.store.models import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, transactional_ddl=True, render_as_batch=True)
context.run_migrations()
