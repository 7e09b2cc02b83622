"""The first ledger: its tables, and the guards that keep the past as it was."""

import sqlalchemy as sa
from alembic import op

from campaigns.ledger.migrations.guards import Guard, install

revision = "0001"
down_revision = None


_PUBLISHED = "(SELECT state FROM releases WHERE no = NEW.release_no) = 'published'"


def _replaced(column: str) -> str:
    """It may be emptied, when a person is forgotten; never be given another value."""
    return f"(NEW.{column} IS NOT NULL AND (OLD.{column} IS NULL OR NEW.{column} <> OLD.{column}))"


GUARDS = (
    Guard("releases", "DELETE"),
    Guard("releases", "UPDATE", "OLD.state = 'published'"),
    Guard("releases", "UPDATE OF no, campaign, period, version, corrects, seed, settings, inputs, software"),
    Guard("targets", "DELETE"),
    Guard("targets", "INSERT", _PUBLISHED),
    Guard(
        "targets",
        "UPDATE OF release_no, person_no, household_no, arm, stratum, tier, profile, department, territory, sex, "
        "age_band, jobseeker",
    ),
    Guard("targets", "UPDATE OF reference, commune_code", f"{_replaced('reference')} OR {_replaced('commune_code')}"),
    Guard("target_rights", "DELETE"),
    Guard("target_rights", "INSERT", _PUBLISHED),
    Guard("target_rights", "UPDATE"),
    Guard("waves", "DELETE"),
    Guard("waves", "INSERT", _PUBLISHED),
    Guard("waves", "UPDATE", "OLD.published_on IS NOT NULL"),
    Guard("waves", "UPDATE OF release_no, number, kind"),
    Guard("contacts", "DELETE"),
    Guard("contacts", "UPDATE"),
    Guard(
        "contacts",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM targets WHERE release_no = NEW.release_no AND person_no = NEW.person_no "
        "AND arm = 'contacted')",
    ),
    Guard("audit", "DELETE"),
    Guard("audit", "UPDATE"),
    Guard("audit_head", "DELETE"),
    Guard("audit_head", "UPDATE", "NEW.lines <> OLD.lines + 1"),
)


def upgrade() -> None:
    _tables()
    op.execute(f"INSERT INTO audit_head (no, lines, hash) VALUES (1, 0, '{'0' * 64}')")
    install(GUARDS)


def downgrade() -> None:
    raise NotImplementedError("the first ledger is not undone: what it holds exists nowhere else")


def _tables() -> None:
    op.create_table(
        "audit",
        sa.Column("no", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(length=60), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_audit")),
    )
    op.create_table(
        "audit_head",
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("lines", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "households",
        sa.Column("no", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("household_id", sa.String(length=20), nullable=True),
        sa.Column("next_id", sa.String(length=20), nullable=True),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_households")),
        sa.UniqueConstraint("household_id", name=op.f("uq_households_household_id")),
        sa.UniqueConstraint("next_id", name=op.f("uq_households_next_id")),
    )
    op.create_table(
        "people",
        sa.Column("no", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.String(length=20), nullable=True),
        sa.Column("next_id", sa.String(length=20), nullable=True),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_people")),
        sa.UniqueConstraint("next_id", name=op.f("uq_people_next_id")),
        sa.UniqueConstraint("person_id", name=op.f("uq_people_person_id")),
    )
    op.create_table(
        "releases",
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("campaign", sa.String(length=200), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("corrects", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=60), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("inputs", sa.String(length=64), nullable=False),
        sa.Column("software", sa.String(length=60), nullable=False),
        sa.CheckConstraint("state IN ('drawn', 'published')", name=op.f("ck_releases_state_known")),
        sa.ForeignKeyConstraint(["corrects"], ["releases.no"], name=op.f("fk_releases_corrects")),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_releases")),
        sa.UniqueConstraint("campaign", "period", "version", name=op.f("uq_releases_campaign")),
    )
    op.create_table(
        "decisions",
        sa.Column("person_no", sa.BigInteger(), nullable=False),
        sa.Column("benefit", sa.String(length=60), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("decision", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint("decision IN ('awarded', 'rejected')", name=op.f("ck_decisions_decision_known")),
        sa.ForeignKeyConstraint(["person_no"], ["people.no"], name=op.f("fk_decisions_person_no")),
        sa.PrimaryKeyConstraint("person_no", "benefit", "decided_on", name=op.f("pk_decisions")),
    )
    op.create_table(
        "objections",
        sa.Column("person_no", sa.BigInteger(), nullable=False),
        sa.Column("objected_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person_no"], ["people.no"], name=op.f("fk_objections_person_no")),
        sa.PrimaryKeyConstraint("person_no", name=op.f("pk_objections")),
    )
    op.create_table(
        "targets",
        sa.Column("release_no", sa.Integer(), nullable=False),
        sa.Column("person_no", sa.BigInteger(), nullable=False),
        sa.Column("household_no", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.String(length=11), nullable=True),
        sa.Column("arm", sa.String(length=60), nullable=False),
        sa.Column("stratum", sa.Text(), nullable=False),
        sa.Column("tier", sa.String(length=60), nullable=True),
        sa.Column("profile", sa.String(length=60), nullable=True),
        sa.Column("department", sa.String(length=3), nullable=True),
        sa.Column("commune_code", sa.String(length=5), nullable=True),
        sa.Column("territory", sa.String(length=60), nullable=True),
        sa.Column("sex", sa.String(length=60), nullable=True),
        sa.Column("age_band", sa.String(length=60), nullable=True),
        sa.Column("jobseeker", sa.Boolean(), nullable=True),
        sa.CheckConstraint("arm IN ('contacted', 'control')", name=op.f("ck_targets_arm_known")),
        sa.ForeignKeyConstraint(["household_no"], ["households.no"], name=op.f("fk_targets_household_no")),
        sa.ForeignKeyConstraint(["person_no"], ["people.no"], name=op.f("fk_targets_person_no")),
        sa.ForeignKeyConstraint(["release_no"], ["releases.no"], name=op.f("fk_targets_release_no")),
        sa.PrimaryKeyConstraint("release_no", "person_no", name=op.f("pk_targets")),
        sa.UniqueConstraint("reference", name=op.f("uq_targets_reference")),
    )
    op.create_index(op.f("ix_targets_household_no"), "targets", ["household_no"], unique=False)
    op.create_index(op.f("ix_targets_person_no"), "targets", ["person_no"], unique=False)
    op.create_table(
        "waves",
        sa.Column("release_no", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.CheckConstraint("kind IN ('letter', 'call', 'visit')", name=op.f("ck_waves_kind_known")),
        sa.ForeignKeyConstraint(["release_no"], ["releases.no"], name=op.f("fk_waves_release_no")),
        sa.PrimaryKeyConstraint("release_no", "number", name=op.f("pk_waves")),
    )
    op.create_table(
        "contacts",
        sa.Column("release_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("wave_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_no", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("contacted_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_no", "person_no"],
            ["targets.release_no", "targets.person_no"],
            name=op.f("fk_contacts_release_no"),
        ),
        sa.ForeignKeyConstraint(
            ["release_no", "wave_number"], ["waves.release_no", "waves.number"], name="fk_contacts_wave"
        ),
        sa.PrimaryKeyConstraint("release_no", "wave_number", "person_no", name=op.f("pk_contacts")),
    )
    op.create_table(
        "returns",
        sa.Column("no", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("release_no", sa.Integer(), nullable=False),
        sa.Column("person_no", sa.BigInteger(), nullable=False),
        sa.Column("wave_number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("benefit", sa.String(length=60), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "kind IN ('undelivered', 'refused', 'objected', 'answered', 'appointment_kept', 'applied', 'awarded', "
            "'rejected')",
            name=op.f("ck_returns_kind_known"),
        ),
        sa.ForeignKeyConstraint(
            ["release_no", "person_no"], ["targets.release_no", "targets.person_no"], name=op.f("fk_returns_release_no")
        ),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_returns")),
    )
    op.create_index(op.f("ix_returns_source"), "returns", ["source"], unique=False)
    op.create_index("ix_returns_target", "returns", ["release_no", "person_no"], unique=False)
    op.create_table(
        "target_rights",
        sa.Column("release_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_no", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("benefit", sa.String(length=60), nullable=False),
        sa.Column("verdict", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_no", "person_no"],
            ["targets.release_no", "targets.person_no"],
            name=op.f("fk_target_rights_release_no"),
        ),
        sa.PrimaryKeyConstraint("release_no", "person_no", "benefit", name=op.f("pk_target_rights")),
    )
