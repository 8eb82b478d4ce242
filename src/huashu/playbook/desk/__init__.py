"""Desk documents: how a service line takes its calls, typed, with line numbers (S1-S3). Floor 3."""

from huashu.playbook.desk.model import (
    CallerCard,
    CallerKind,
    Counter,
    Desk,
    Item,
    ItemKind,
    Limit,
    Offer,
    ParsedDesk,
    RecordField,
    Risk,
    Term,
    Verification,
    Want,
)
from huashu.playbook.desk.parse import is_desk, read_desk
from huashu.playbook.desk.vocabulary import HABITS, MOMENTS, SCENES

__all__ = [
    "HABITS",
    "MOMENTS",
    "SCENES",
    "CallerCard",
    "CallerKind",
    "Counter",
    "Desk",
    "Item",
    "ItemKind",
    "Limit",
    "Offer",
    "ParsedDesk",
    "RecordField",
    "Risk",
    "Term",
    "Verification",
    "Want",
    "is_desk",
    "read_desk",
]
