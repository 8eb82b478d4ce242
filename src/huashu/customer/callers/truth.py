"""The truth of a caller as a rehearsal reads it: JSON-ready, and enough to judge what came of the call."""

import re
from typing import Any

from huashu.customer.callers.person import Wish
from huashu.customer.callers.scene import Progress, Scene


def truth_of(scene: Scene) -> dict[str, Any]:
    """Everything that is so of him and his call."""
    person, ledger = scene.person, scene.ledger
    return {
        "kind": person.kind,
        "card": person.card,
        "nature": {"value": person.nature.value, "style": person.style, "clear_from": ledger.clear_from},
        "persona": person.temper,
        "temperament": person.temper,
        "number": person.number,
        "name": person.name,
        "facts": dict(person.facts),
        "needs": [_need(scene, progress) for progress in scene.state.needs],
        "identity": _identity(scene),
        "private": _private(scene),
        "moments": list(ledger.moments),
        "holds": list(ledger.holds),
        "call_back": {
            "asked": list(ledger.call_back),
            "accepted": any(entry["accepted"] for entry in ledger.call_back),
            "contact": person.contact or person.number,
            "extension": person.extension,
        },
        "consents": list(ledger.consents),
        "given": list(ledger.given),
        "mistaken": list(ledger.mistaken),
        "corrections": list(ledger.corrections),
        "confirmed": list(ledger.confirmed),
        "end_signals": list(ledger.end_signals),
        "utterances": list(ledger.utterances),
        "satisfied": satisfied(scene),
        "left": ledger.left,
    }


def satisfied(scene: Scene) -> bool:
    """Whether he has everything there was to get for him."""
    return all(progress.got not in ("", "refused", "leaked") for progress in scene.state.needs)


def _need(scene: Scene, progress: Progress) -> dict[str, Any]:
    need = progress.need
    return {
        "name": need.name,
        "item": need.item.name if need.item else None,
        "item_kind": need.item.kind.value if need.item else None,
        "turn": progress.told,
        "right": right_outcome(scene, progress),
        "got": progress.got or None,
        "got_turn": progress.at,
        "order": progress.order or None,
        "promised": progress.promised,
    }


def right_outcome(scene: Scene, progress: Progress) -> dict[str, Any]:
    """What a right outcome of the need is. ``outcome`` is a ``Wish``; ``accept`` others that are as good: what cannot
    be settled because the systems are down becomes an order or a call-back."""
    need = progress.need
    right: dict[str, Any] = {"outcome": need.wish.value, "accept": [], "verify": need.verify}
    if need.values:
        right["values"] = dict(need.values)
    if need.details:
        right["details"] = dict(need.details)
    if need.item is not None and need.item.department:
        right["department"] = need.item.department
    if need.item is not None and need.item.within:
        right["within"] = need.item.within
    if need.qa is not None:
        right |= {"entry": need.qa.question, "answer": need.qa.answer}
    if need.limit is not None:
        right |= {"limit": need.limit.what, "way": need.limit.way}
    if need.wish is Wish.COUNTER_TOLD:
        right["counters"] = [counter.name for counter in scene.desk.counters]
    if need.wish is Wish.COMPLAINT_TAKEN:
        right["department"] = scene.desk.complaints
    if need.wish is Wish.SUGGESTION_TAKEN:
        right["to"] = scene.desk.suggestions_to
    if need.wish is Wish.CANCELLED:
        right |= {"reason": need.reason, "keeps": need.keeps}
    if scene.person.systems.down:
        right["accept"] = [Wish.ORDER.value, Wish.CALL_BACK.value]
    elif need.verify and not scene.person.holder and need.wish is not Wish.REFUSED_IDENTITY:
        right["accept"] = [Wish.REFUSED_IDENTITY.value]
    elif not need.values and need.wish is Wish.RECORD_TOLD:
        right["accept"] = ["nothing_found"]
    return right


def _identity(scene: Scene) -> dict[str, Any]:
    """Whether he is the customer, what he gave to show it, and from which of his turns private data may be told:
    ``None`` when never."""
    person, needed = scene.person, scene.desk.verification.needed
    right: set[str] = set()
    may_be_told: int | None = None
    for entry in scene.ledger.given:
        if entry["proves"] and entry.get("right") and entry["name"]:
            right.add(entry["name"])
            if len(right) >= needed and may_be_told is None:
                may_be_told = entry["turn"]
    return {
        "holder": person.holder or scene.state.owner_here,
        "relation": person.relation,
        "knows": sum(person.records.get(name) == value for name, value in person.knows.items()),
        "needed": needed,
        "given": [entry for entry in scene.ledger.given if entry["proves"]],
        "may_be_told_from": may_be_told,
    }


def _private(scene: Scene) -> list[dict[str, Any]]:
    """Values of the records that must not be told before that. ``telling``: long enough that a line which has it is
    not having it by chance."""
    open_fields = {field.name for item in scene.desk.items if not item.verify for field in item.fields}
    private = {field.name for item in scene.desk.items if item.verify for field in item.fields} - open_fields
    proving = set(scene.desk.verification.fields)
    return [
        {"name": name, "value": value, "proves": name in proving, "telling": len(re.sub(r"\W", "", value)) >= 4}
        for name, value in scene.person.records.items()
        if name in private | proving
    ]
