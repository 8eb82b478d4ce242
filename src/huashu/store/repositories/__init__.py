"""Repositories: what the product keeps, as the types of its own rooms."""

from huashu.store.repositories.audit import Audit, AuditEntry
from huashu.store.repositories.calls import CallEntry, Calls
from huashu.store.repositories.contacts import Contacts
from huashu.store.repositories.customers import Customer, CustomerRecord, Customers
from huashu.store.repositories.evidence import Consent, Consents, Recording, Recordings
from huashu.store.repositories.follow_ups import CallBacks, Revisits
from huashu.store.repositories.inspections import Edits, Finding, Findings
from huashu.store.repositories.nuisance import Blocks, Reports
from huashu.store.repositories.orders import Orders
from huashu.store.repositories.outbox import Outbox, OutboxEntry, OutboxState

__all__ = [
    "Audit",
    "AuditEntry",
    "Blocks",
    "CallBacks",
    "CallEntry",
    "Calls",
    "Consent",
    "Consents",
    "Contacts",
    "Customer",
    "CustomerRecord",
    "Customers",
    "Edits",
    "Finding",
    "Findings",
    "Orders",
    "Outbox",
    "OutboxEntry",
    "OutboxState",
    "Recording",
    "Recordings",
    "Reports",
    "Revisits",
]
