"""The JSON shapes that other software relies on: the summary of ``huashu check``, the playbook of ``huashu show``."""

from typing import Any

from huashu.playbook.model import Callee, Parsed, Passage, Playbook, ProfileItem


def summary(parsed: Parsed) -> dict[str, Any]:
    """How much of everything a document has (``check``). Counted on what could be read, also when there are errors."""
    book = parsed.playbook or parsed.partial
    callee = book.callee if book else None
    steps = book.caller.steps if book else ()
    lines = [line for step in steps for line in step.lines]
    return {
        "steps": len(steps),
        "lines": len(lines),
        "conditional_lines": sum(line.when is not None for line in lines),
        "qa": len(book.caller.qa) if book else 0,
        "end_conditions": len(book.caller.end_conditions) if book else 0,
        "closings": len(book.caller.closings) if book else 0,
        "callee": {
            "concerns": len(callee.concerns) if callee else 0,
            "behaviours": len(callee.behaviours) if callee else 0,
            "avoid": len(callee.style.avoid) if callee else 0,
            "imitate": len(callee.style.imitate) if callee else 0,
            "end_conditions": len(callee.end_conditions) if callee else 0,
        },
    }


def to_json(playbook: Playbook) -> dict[str, Any]:
    """The normalised playbook (``show``): plain text in order, ``null`` where the document says nothing."""
    caller, role = playbook.caller, playbook.caller.role
    return {
        "title": playbook.title,
        "caller": {
            "role": role.text,
            "name": role.name,
            "employer": role.employer,
            "title": role.title,
            "sex": role.sex,
            "age": role.age,
            "seniority": role.seniority,
            "style": role.style,
        },
        "task": caller.task.text,
        "profile": _profile(caller.profile),
        "steps": [
            {
                "number": step.number,
                "title": step.title,
                "lines": [{"text": line.text, "when": line.when, "line": line.line} for line in step.lines],
                "notes": _texts(step.notes),
            }
            for step in caller.steps
        ],
        "qa": [{"question": qa.question, "answer": qa.answer} for qa in caller.qa],
        "opening": caller.opening.text if caller.opening else None,
        "openings": _texts(caller.openings),
        "end_conditions": _texts(caller.end_conditions),
        "closings": _texts(caller.closings),
        "callee": _callee(playbook.callee) if playbook.callee else None,
        "notes": _texts(playbook.notes),
    }


def _callee(callee: Callee) -> dict[str, Any]:
    return {
        "role": callee.role.text,
        "background": "\n".join(_texts(callee.background)),
        "concerns": _texts(callee.concerns),
        "behaviours": _texts(callee.behaviours),
        "style": {
            "avoid": _texts(callee.style.avoid),
            "imitate": _texts(callee.style.imitate),
            "notes": _texts(callee.style.notes),
        },
        "end_conditions": _texts(callee.end_conditions),
    }


def _texts(passages: tuple[Passage, ...]) -> list[str]:
    return [passage.text for passage in passages]


def _profile(items: tuple[ProfileItem, ...]) -> dict[str, str]:
    """Items by key; a free sentence gets “备注”, a repeated key a number."""
    found: dict[str, str] = {}
    for item in items:
        key = base = item.key or "备注"
        count = 1
        while key in found:
            count += 1
            key = f"{base}{count}"
        found[key] = item.value
    return found
