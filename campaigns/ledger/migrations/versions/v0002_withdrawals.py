"""Whom corrections withdraw, so that each is told once."""

import sqlalchemy as sa
from alembic import op

from campaigns.ledger.migrations.guards import Guard, install

revision = "0002"
down_revision = "0001"

GUARDS = (
    Guard("withdrawals", "DELETE"),
    Guard("withdrawals", "UPDATE"),
    Guard("withdrawals", "INSERT", "(SELECT state FROM releases WHERE no = NEW.corrected_by) = 'published'"),
)


def upgrade() -> None:
    op.create_table(
        "withdrawals",
        sa.Column("release_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_no", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("corrected_by", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(
            ["release_no", "person_no"],
            ["targets.release_no", "targets.person_no"],
            name=op.f("fk_withdrawals_release_no"),
        ),
        sa.ForeignKeyConstraint(["corrected_by"], ["releases.no"], name=op.f("fk_withdrawals_corrected_by")),
        sa.PrimaryKeyConstraint("release_no", "person_no", name=op.f("pk_withdrawals")),
    )
    install(GUARDS)


def downgrade() -> None:
    raise NotImplementedError("what was told to services exists nowhere else")
