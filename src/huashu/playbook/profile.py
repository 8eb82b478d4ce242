"""What is known of the customer (S0.3)."""

import re
from collections.abc import Sequence

from huashu.playbook.items import read_items
from huashu.playbook.layout import Line
from huashu.playbook.model import ProfileItem
from huashu.playbook.shape import visible
from huashu.playbook.table import rows_of
from huashu.playbook.values import typed_values

_BOXED = re.compile(r"^[【\[〔〖]\s*([^【】\[\]〔〕〖〗]{1,16}?)\s*[】\]〕〗]\s*[:：]?\s*(?=\S)")
_PAIR = re.compile(r"^([^:：“”。！？]{1,24}?)\s*(?:[:：]|\s——\s?|——)\s*(.+)$", re.DOTALL)


def read_profile(body: Sequence[Line]) -> tuple[ProfileItem, ...]:
    """What is known of the customer: ``key：value``, tables, nested lists and free sentences, values typed."""
    lines = visible(body)
    header, rows = rows_of(lines)
    found: list[ProfileItem] = []
    for row in rows:
        cells = [c for c in row.cells if c]
        if header and len(header.cells) > 2 and len(rows) == 1:
            found += [_item(k, v, row.line.no) for k, v in zip(header.cells, row.cells, strict=False) if v]
        elif cells:
            found.append(_item(cells[0] if len(cells) > 1 else "", "，".join(cells[1:] or cells), row.line.no))
    items, _ = read_items([line for line in lines if not line.table], prose=True)
    for item in items:
        if not (item.inner and _parts(found, item.text.rstrip("：: "), item.inner)):
            found += _pairs(
                item.passage.text if not item.group else item.passage.text[len(item.group) + 1 :],
                item.line.no,
                item.group,
            )
    return tuple(found)


def _parts(found: list[ProfileItem], label: str, inner: list[Line]) -> bool:
    """A label with nested items: each item under its own key, or under the label."""
    pair = _PAIR.match(label)
    if pair is not None:
        return False
    for line in inner:
        found.extend(_pairs(line.text, line.no, label))
    return True


def _pairs(text: str, line: int, group: str) -> list[ProfileItem]:
    text = _BOXED.sub(r"\1：", text)
    pieces = [p.strip() for p in re.split(r"[；;|｜\t]", text) if p.strip()]
    if sum(_PAIR.match(p) is not None for p in pieces) > 1:
        pairs = [(m[1], m[2]) if (m := _PAIR.match(p)) else (group, p) for p in pieces]
        return [_item(key, value, line) for key, value in pairs]
    if pair := _PAIR.match(text):
        return [_item(pair[1], pair[2], line)]
    return [_item(group, text, line)]


def _item(key: str, value: str, line: int) -> ProfileItem:
    value = value.strip()
    typed = typed_values(value) or typed_values(f"{key}：{value}" if re.search(r"号$", key) else "")
    return ProfileItem(key=key.strip(), value=value, line=line, typed=typed)
