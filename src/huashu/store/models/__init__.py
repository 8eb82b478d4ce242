"""The tables of the database, typed."""

from huashu.store.models.base import INDEX_OF, PERSONAL, Base, Moment
from huashu.store.models.calls import CallLogRow, CallRow, EditRow, FindingRow, InspectionRow
from huashu.store.models.contacts import BlockRow, CallBackRow, PreferenceRow, ReportRow, RevisitRow
from huashu.store.models.customers import CustomerRow, RecordRow
from huashu.store.models.evidence import ConsentRow, RecordingRow
from huashu.store.models.orders import AuditRow, CounterRow, MarkRow, OrderEventRow, OrderRow, OutboxRow

__all__ = [
    "INDEX_OF",
    "PERSONAL",
    "AuditRow",
    "Base",
    "BlockRow",
    "CallBackRow",
    "CallLogRow",
    "CallRow",
    "ConsentRow",
    "CounterRow",
    "CustomerRow",
    "EditRow",
    "FindingRow",
    "InspectionRow",
    "MarkRow",
    "Moment",
    "OrderEventRow",
    "OrderRow",
    "OutboxRow",
    "PreferenceRow",
    "RecordRow",
    "RecordingRow",
    "ReportRow",
    "RevisitRow",
]
