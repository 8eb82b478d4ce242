"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = (
    "customer",
    "customer_record",
    "call",
    "call_log",
    "inspection",
    "finding",
    "edit",
    "work_order",
    "order_event",
    "counter",
    "contact_preference",
    "revisit",
    "call_back",
    "nuisance_report",
    "block",
    "recording",
    "consent",
    "outbox",
    "audit",
    "mark",
)


def upgrade() -> None:
    """Forward."""
    _customers()
    _calls()
    _orders()
    _contacts()
    _follow_ups()
    _nuisance()
    _evidence()
    _keeping()


def downgrade() -> None:
    """Back: those that refer to others go first."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _customers() -> None:
    """Customers and the records of them."""
    op.create_table(
        "customer",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("number_index", sa.String(length=64), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("written", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer")),
    )
    op.create_index(op.f("ix_customer_number_index"), "customer", ["number_index"], unique=False)
    op.create_index(op.f("ix_customer_written_id"), "customer", ["written", "id"], unique=False)
    op.create_table(
        "customer_record",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("customer", sa.String(length=200), nullable=False),
        sa.Column("query", sa.String(length=64), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("written", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["customer"], ["customer.id"], name=op.f("fk_customer_record_customer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_record")),
    )
    op.create_index(op.f("ix_customer_record_customer_query"), "customer_record", ["customer", "query"], unique=False)


def _calls() -> None:
    """Calls, their logs, findings and edits."""
    op.create_table(
        "call",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("direction", sa.String(length=64), nullable=False),
        sa.Column("agent", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("number_index", sa.String(length=64), nullable=True),
        sa.Column("customer", sa.String(length=200), nullable=True),
        sa.Column("began", MOMENT, nullable=False),
        sa.Column("ended", MOMENT, nullable=True),
        sa.Column("outcome", sa.String(length=64), nullable=False),
        sa.Column("end_reason", sa.String(length=64), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call")),
    )
    op.create_index(op.f("ix_call_began_id"), "call", ["began", "id"], unique=False)
    op.create_index(op.f("ix_call_customer_began_id"), "call", ["customer", "began", "id"], unique=False)
    op.create_index(op.f("ix_call_direction_began_id"), "call", ["direction", "began", "id"], unique=False)
    op.create_index(op.f("ix_call_number_index_began_id"), "call", ["number_index", "began", "id"], unique=False)
    op.create_index(op.f("ix_call_outcome_began_id"), "call", ["outcome", "began", "id"], unique=False)
    op.create_table(
        "call_log",
        sa.Column("call", sa.String(length=200), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["call"], ["call.id"], name=op.f("fk_call_log_call"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("call", name=op.f("pk_call_log")),
    )
    op.create_table(
        "inspection",
        sa.Column("call", sa.String(length=200), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["call"], ["call.id"], name=op.f("fk_inspection_call"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("call", name=op.f("pk_inspection")),
    )
    op.create_index(op.f("ix_inspection_at_call"), "inspection", ["at", "call"], unique=False)
    op.create_table(
        "finding",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("call", sa.String(length=200), nullable=False),
        sa.Column("clause", sa.String(length=200), nullable=False),
        sa.Column("event", sa.Integer(), nullable=True),
        sa.Column("source", sa.JSON(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["call"], ["inspection.call"], name=op.f("fk_finding_call"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
    )
    op.create_index(op.f("ix_finding_at_id"), "finding", ["at", "id"], unique=False)
    op.create_index(op.f("ix_finding_call_id"), "finding", ["call", "id"], unique=False)
    op.create_index(op.f("ix_finding_clause_at_id"), "finding", ["clause", "at", "id"], unique=False)
    op.create_table(
        "edit",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("call", sa.String(length=200), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("do", sa.String(length=64), nullable=False),
        sa.Column("clause", sa.String(length=200), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("when", sa.String(length=64), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edit")),
    )
    op.create_index(op.f("ix_edit_at_id"), "edit", ["at", "id"], unique=False)
    op.create_index(op.f("ix_edit_call_id"), "edit", ["call", "id"], unique=False)


def _orders() -> None:
    """Work orders, their history and their numbers."""
    op.create_table(
        "work_order",
        sa.Column("order", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("number_index", sa.String(length=64), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("customer", sa.String(length=200), nullable=True),
        sa.Column("call", sa.String(length=200), nullable=True),
        sa.Column("opened", MOMENT, nullable=False),
        sa.Column("promised", MOMENT, nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=64), nullable=False),
        sa.Column("due", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("order", name=op.f("pk_work_order")),
    )
    op.create_index(op.f("ix_work_order_call"), "work_order", ["call"], unique=False)
    op.create_index(
        op.f("ix_work_order_customer_opened_order"), "work_order", ["customer", "opened", "order"], unique=False
    )
    op.create_index(
        op.f("ix_work_order_department_due_order"), "work_order", ["department", "due", "order"], unique=False
    )
    op.create_index(
        op.f("ix_work_order_department_opened_order"), "work_order", ["department", "opened", "order"], unique=False
    )
    op.create_index(op.f("ix_work_order_due_order"), "work_order", ["due", "order"], unique=False)
    op.create_index(
        op.f("ix_work_order_number_index_opened_order"), "work_order", ["number_index", "opened", "order"], unique=False
    )
    op.create_index(op.f("ix_work_order_opened_order"), "work_order", ["opened", "order"], unique=False)
    op.create_index(
        op.f("ix_work_order_status_opened_order"), "work_order", ["status", "opened", "order"], unique=False
    )
    op.create_table(
        "order_event",
        sa.Column("order", sa.String(length=200), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("what", sa.String(length=64), nullable=False),
        sa.Column("from_status", sa.String(length=64), nullable=True),
        sa.Column("to_status", sa.String(length=64), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("promised", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["order"], ["work_order.order"], name=op.f("fk_order_event_order"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("order", "place", name=op.f("pk_order_event")),
    )
    op.create_table(
        "counter",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counter")),
    )


def _contacts() -> None:
    """Standing choices."""
    op.create_table(
        "contact_preference",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("number_index", sa.String(length=64), nullable=True),
        sa.Column("customer", sa.String(length=200), nullable=True),
        sa.Column("channels", sa.JSON(), nullable=False),
        sa.Column("scope", sa.String(length=64), nullable=False),
        sa.Column("except_channels", sa.JSON(), nullable=False),
        sa.Column("source_call", sa.String(length=200), nullable=True),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=True),
        sa.Column("withdrawn", MOMENT, nullable=True),
        sa.Column("withdrawal", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_preference")),
    )
    op.create_index(
        op.f("ix_contact_preference_customer_since_id"), "contact_preference", ["customer", "since", "id"], unique=False
    )
    op.create_index(
        op.f("ix_contact_preference_number_index_since_id"),
        "contact_preference",
        ["number_index", "since", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_contact_preference_since_id"), "contact_preference", ["since", "id"], unique=False)
    op.create_index(op.f("ix_contact_preference_source_call"), "contact_preference", ["source_call"], unique=False)


def _follow_ups() -> None:
    """Calls that must be made."""
    op.create_table(
        "revisit",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("number_index", sa.String(length=64), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("order", sa.String(length=200), nullable=True),
        sa.Column("call", sa.String(length=200), nullable=True),
        sa.Column("customer", sa.String(length=200), nullable=True),
        sa.Column("resolved", MOMENT, nullable=True),
        sa.Column("not_before", MOMENT, nullable=True),
        sa.Column("due", MOMENT, nullable=True),
        sa.Column("attempts", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.String(length=64), nullable=True),
        sa.Column("done", MOMENT, nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_revisit")),
    )
    op.create_index(op.f("ix_revisit_customer_since_key"), "revisit", ["customer", "since", "key"], unique=False)
    op.create_index(
        op.f("ix_revisit_number_index_since_key"), "revisit", ["number_index", "since", "key"], unique=False
    )
    op.create_index(op.f("ix_revisit_order"), "revisit", ["order"], unique=False)
    op.create_index(op.f("ix_revisit_settled_due_key"), "revisit", ["settled", "due", "key"], unique=False)
    op.create_index(op.f("ix_revisit_settled_since_key"), "revisit", ["settled", "since", "key"], unique=False)
    op.create_index(op.f("ix_revisit_since_key"), "revisit", ["since", "key"], unique=False)
    op.create_table(
        "call_back",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("number_index", sa.String(length=64), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("due", MOMENT, nullable=False),
        sa.Column("himself", sa.Boolean(), nullable=True),
        sa.Column("line", sa.String(length=64), nullable=False),
        sa.Column("extension", sa.Text(), nullable=False),
        sa.Column("ask_for", sa.Text(), nullable=False),
        sa.Column("order", sa.String(length=200), nullable=True),
        sa.Column("call", sa.String(length=200), nullable=True),
        sa.Column("customer", sa.String(length=200), nullable=True),
        sa.Column("attempts", sa.JSON(), nullable=False),
        sa.Column("done", MOMENT, nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_call_back")),
    )
    op.create_index(op.f("ix_call_back_customer_since_key"), "call_back", ["customer", "since", "key"], unique=False)
    op.create_index(
        op.f("ix_call_back_number_index_since_key"), "call_back", ["number_index", "since", "key"], unique=False
    )
    op.create_index(op.f("ix_call_back_order"), "call_back", ["order"], unique=False)
    op.create_index(op.f("ix_call_back_settled_due_key"), "call_back", ["settled", "due", "key"], unique=False)
    op.create_index(op.f("ix_call_back_since_key"), "call_back", ["since", "key"], unique=False)


def _nuisance() -> None:
    """Harassing numbers."""
    op.create_table(
        "nuisance_report",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("number_index", sa.String(length=64), nullable=True),
        sa.Column("call", sa.String(length=200), nullable=True),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nuisance_report")),
    )
    op.create_index(op.f("ix_nuisance_report_at_id"), "nuisance_report", ["at", "id"], unique=False)
    op.create_index(op.f("ix_nuisance_report_call"), "nuisance_report", ["call"], unique=False)
    op.create_index(
        op.f("ix_nuisance_report_number_index_at_id"), "nuisance_report", ["number_index", "at", "id"], unique=False
    )
    op.create_table(
        "block",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("number_index", sa.String(length=64), nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("despite", sa.Text(), nullable=False),
        sa.Column("lifted", MOMENT, nullable=True),
        sa.Column("lifting", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_block")),
    )
    op.create_index(op.f("ix_block_number_index_since_id"), "block", ["number_index", "since", "id"], unique=False)
    op.create_index(op.f("ix_block_since_id"), "block", ["since", "id"], unique=False)
    op.create_index(op.f("ix_block_until_id"), "block", ["until", "id"], unique=False)


def _evidence() -> None:
    """Recordings and consents."""
    op.create_table(
        "recording",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("call", sa.String(length=200), nullable=False),
        sa.Column("direction", sa.String(length=64), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording")),
    )
    op.create_index(op.f("ix_recording_at_id"), "recording", ["at", "id"], unique=False)
    op.create_index(op.f("ix_recording_call"), "recording", ["call"], unique=False)
    op.create_index(op.f("ix_recording_direction_at_id"), "recording", ["direction", "at", "id"], unique=False)
    op.create_table(
        "consent",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("call", sa.String(length=200), nullable=False),
        sa.Column("direction", sa.String(length=64), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_at_id"), "consent", ["at", "id"], unique=False)
    op.create_index(op.f("ix_consent_call"), "consent", ["call"], unique=False)
    op.create_index(op.f("ix_consent_direction_at_id"), "consent", ["direction", "at", "id"], unique=False)


def _keeping() -> None:
    """Requests, the audit, and what the database knows of itself."""
    op.create_table(
        "outbox",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("call", sa.String(length=200), nullable=False),
        sa.Column("ref", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("asked", MOMENT, nullable=False),
        sa.Column("next_try", MOMENT, nullable=True),
        sa.Column("settled", MOMENT, nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("call", "kind", "ref", name=op.f("uq_outbox_call_kind_ref")),
    )
    op.create_index(op.f("ix_outbox_asked_id"), "outbox", ["asked", "id"], unique=False)
    op.create_index(op.f("ix_outbox_state_asked_id"), "outbox", ["state", "asked", "id"], unique=False)
    op.create_index(op.f("ix_outbox_state_next_try_id"), "outbox", ["state", "next_try", "id"], unique=False)
    op.create_table(
        "audit",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("what", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_at_id"), "audit", ["at", "id"], unique=False)
    op.create_index(op.f("ix_audit_what_at_id"), "audit", ["what", "at", "id"], unique=False)
    op.create_table(
        "mark",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_mark")),
    )
