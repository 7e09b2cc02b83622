"""What Alembic runs: the migrations, in the transaction that `opening` has begun."""

from alembic import context

from campaigns.ledger.schema import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    version_table="ledger_version",
    transactional_ddl=True,
)
context.run_migrations()
