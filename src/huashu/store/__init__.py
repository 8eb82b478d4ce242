"""The database: what calls leave, kept. SQLite by default, PostgreSQL by URL. Floor 4."""

from huashu.store.errors import ConflictError, MovedError, StoreError
from huashu.store.paging import Page
from huashu.store.repositories import (
    AuditEntry,
    CallEntry,
    Consent,
    Customer,
    CustomerRecord,
    Finding,
    OutboxEntry,
    OutboxState,
    Recording,
)
from huashu.store.store import Store
from huashu.store.unit import Unit
from huashu.store.vault import Vault

__all__ = [
    "AuditEntry",
    "CallEntry",
    "ConflictError",
    "Consent",
    "Customer",
    "CustomerRecord",
    "Finding",
    "MovedError",
    "OutboxEntry",
    "OutboxState",
    "Page",
    "Recording",
    "Store",
    "StoreError",
    "Unit",
    "Vault",
]
