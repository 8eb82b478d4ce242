"""What is known of the customer and never used; and blanks nobody can fill."""

import re
from collections.abc import Iterator

from huashu.authoring.advice import Found
from huashu.authoring.draft import Draft, short, words
from huashu.dialogue.script.slots import fill
from huashu.playbook.model import ProfileItem, ValueKind
from huashu.playbook.values import typed_values

_TELLABLE = frozenset({ValueKind.DATE, ValueKind.AMOUNT, ValueKind.PERCENT, ValueKind.DURATION})
"""Values that a line could say to him; his number and that of his order are for the record."""

_MOSTLY = 0.4
"""The share of a field that its values make up, from which it is about them."""


def unused_field(draft: Draft) -> Iterator[Found]:
    """A field with a value worth telling, of which no line, answer or opening says anything."""
    said = "".join([*(line.text for line in draft.spoken()), *(entry.question for entry in draft.caller.qa)])
    said += "".join(line.when or "" for line in draft.spoken())
    values = {value.value for value in typed_values(said)}
    for item in draft.caller.profile:
        if _tellable(item) and not _used(item, said, values):
            yield Found(line=item.line, words={"field": item.key, "value": short(item.value)})


def _tellable(item: ProfileItem) -> bool:
    told = sum(len(value.text) for value in item.typed if value.kind in _TELLABLE)
    return bool(item.key) and told >= _MOSTLY * len(item.value) and not words("private_field").search(item.key)


def _used(item: ProfileItem, said: str, values: set[str]) -> bool:
    """Whether anything of an item is said: one of its values or its words."""
    own = {value.value for value in item.typed}
    tails = {value[-5:] for value in own if re.fullmatch(r"[\d-]+-\d\d-\d\d", value)}
    if own & values or any(value.endswith(tail) for tail in tails for value in values):
        return True
    text = f"{re.sub(words('field_noise'), '', item.key)}，{item.value}"
    pieces = re.findall(r"[\u4e00-\u9fff]{2,}", text)
    return any(piece[at : at + 2] in said for piece in pieces for at in range(len(piece) - 1))


def unfilled_blank(draft: Draft) -> Iterator[Found]:
    """A blank in a line for which the document has nothing: the clause around it is left out."""
    for line in draft.spoken():
        filled = fill(line.text, draft.script.slots)
        for blank in words("blank").findall(line.text):
            if blank not in filled and not _is_filled(blank, line.text, draft):
                yield Found(line=line.line, words={"blank": blank, "text": short(filled or line.text)})
                break


def _is_filled(blank: str, text: str, draft: Draft) -> bool:
    """Whether something stands where the blank was: the words around it are still there."""
    after = text.partition(blank)[2]
    clause = re.split(r"[，,。！!？?；;]", after)[0]
    filled = fill(text, draft.script.slots)
    inside = blank.strip("[]【】{}（）()《》<> ")
    return inside in draft.script.slots or (bool(clause) and clause in filled)
