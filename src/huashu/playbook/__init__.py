"""Scenario documents to typed playbooks, with line numbers for everything. Floor 2.

Nothing here needs the language room; matching questions by meaning is ``huashu.playbook.knowledge``.
"""

from huashu.playbook.assemble import parse
from huashu.playbook.export import summary, to_json
from huashu.playbook.model import (
    QA,
    Callee,
    Caller,
    Parsed,
    Passage,
    Playbook,
    Problem,
    ProfileItem,
    Role,
    ScriptLine,
    Step,
    Style,
    Value,
    ValueKind,
)
from huashu.playbook.reading import MAX_BYTES, read_document

__all__ = [
    "MAX_BYTES",
    "QA",
    "Callee",
    "Caller",
    "Parsed",
    "Passage",
    "Playbook",
    "Problem",
    "ProfileItem",
    "Role",
    "ScriptLine",
    "Step",
    "Style",
    "Value",
    "ValueKind",
    "parse",
    "read_document",
    "summary",
    "to_json",
]
