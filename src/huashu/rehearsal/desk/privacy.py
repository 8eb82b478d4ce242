"""Whether anything private was told before it was known to whom, and how often he was let try (S1.3, S1.14)."""

import re
from collections.abc import Mapping, Sequence

from huashu.call import CallLog, Event, Heard, LookedUp, LookUp, Ms, Said
from huashu.customer.callers.values import has, plain
from huashu.playbook.desk.model import Desk, Verification
from huashu.rehearsal.desk.texts import Texts
from huashu.rehearsal.score import Fault, Hits

SHORTEST = 6
"""Characters from which a value without figures can be told in a line: 正常, 明天上午 may be about anything."""

FIGURES = 3
"""Figures from which a value with figures can be told."""

_TAIL = re.compile(r"(?:后|末)(?:四|4)位|尾号")


def secrets_of(records: Mapping[str, str], desk: Desk, texts: Texts) -> dict[str, str]:
    """What of a record is private, by name: what he is known by, and what is told only to those who are known, as far
    as it can be recognised and does not stand in the document for all to read."""
    proving = set(desk.verification.fields)
    told_to_all = {field.name for item in desk.items if not item.verify for field in item.fields}
    private = {field.name for item in desk.items if item.verify for field in item.fields} - told_to_all
    return {
        name: value
        for name, value in records.items()
        if (name in proving or (name in private and _telling(value)))
        and not texts.has(value)
        and not _TAIL.search(name)
    }


def _telling(value: str) -> bool:
    words = plain(value)
    return len(words) >= SHORTEST or sum(character.isdigit() for character in words) >= FIGURES


def identified_at(events: Sequence[Event], rule: Verification, records: Mapping[str, str]) -> Ms | None:
    """When the caller had told enough of what is in the record to be known by it; ``None``: never."""
    told = ""
    for event in events:
        if isinstance(event, Heard):
            told += f"，{event.text}"
            right = [field for field in rule.fields if (value := records.get(field)) and has(told, value)]
            if right and len(right) >= min(rule.needed, len(rule.fields)):
                return event.end
    return None


def nothing_leaked(log: CallLog, desk: Desk, texts: Texts, faults: list[Fault], *, entitled: bool = True) -> Hits:
    """Whether nothing of the record was told before the caller was known by it, or at all to one who is not entitled.
    What he has said himself is no secret any more. Not counted: calls by somebody of whom there is no record."""
    records = {str(key): str(value) for key, value in log.records.items()}
    secrets = secrets_of(records, desk, texts)
    if not secrets:
        return Hits()
    known_at = identified_at(log.events, desk.verification, records) if entitled else None
    heard, leaks = "", 0
    for index, event in enumerate(log.events):
        if isinstance(event, Heard):
            heard += f"，{event.text}"
        elif isinstance(event, Said) and (known_at is None or event.at < known_at):
            for name, value in secrets.items():
                if has(event.text, value) and not has(heard, value):
                    leaks += 1
                    text = f"核对身份之前说出了“{name}”：{value}"
                    faults.append(Fault(event=index, measure="nothing_leaked", text=text, kind=f"泄露“{name}”"))
    return Hits.of([leaks == 0])


def attempts_kept(log: CallLog, rule: Verification, faults: list[Fault]) -> Hits:
    """Whether he was let try no more often than the document allows. Not counted: calls in which nobody was checked."""
    wrong = checked = 0
    asked = [done.action for done in log.done if isinstance(done.action, LookUp)]
    for action in asked:
        claims = {name: value for name, value in action.given.items() if name in rule.fields}
        if not claims:
            continue
        checked += 1
        wrong += any(not has(str(log.records.get(name, "")), value) for name, value in claims.items())
    if not checked:
        return Hits()
    failed = sum(isinstance(event, LookedUp) and event.failed for event in log.events)
    tries = wrong - min(failed, wrong)
    if tries > rule.attempts:
        text = f"核对身份让对方试了{tries}次，最多{rule.attempts}次"
        faults.append(Fault(event=None, measure="attempts_kept", text=text, kind="核对身份次数超过上限"))
    return Hits.of([tries <= rule.attempts])
