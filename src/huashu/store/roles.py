"""Who sees what: one table, and everything the store gives out passes through it (S1.14)."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any, TypeVar

from huashu.casework.contacts import ContactPreference
from huashu.casework.follow_ups import CallBack, Revisit
from huashu.casework.nuisance import Block, NuisanceReport
from huashu.casework.work_order import OrderEvent, WorkOrder
from huashu.store.masks import mask_address, mask_name, mask_number, mask_text
from huashu.store.repositories import CallEntry, Consent, Customer, CustomerRecord, Finding, OutboxEntry

T = TypeVar("T")


class Role(StrEnum):
    """Who looks. Values never change once released."""

    AGENT = "agent"
    INSPECTOR = "inspector"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"

    @property
    def label(self) -> str:
        """Its name in Chinese."""
        return {"agent": "坐席", "inspector": "质检员", "supervisor": "主管", "admin": "管理员"}[self]


class Personal(StrEnum):
    """A kind of personal data."""

    NAME = "name"
    PHONE = "phone"
    ADDRESS = "address"
    IDENTITY = "identity"
    """Numbers of papers, cards and accounts, mail addresses."""
    TEXT = "text"
    """Words: shown to everyone, with what is personal in them masked as above."""


SEES: Mapping[Role, frozenset[Personal]] = {
    Role.AGENT: frozenset({Personal.NAME}),
    Role.INSPECTOR: frozenset(),
    Role.SUPERVISOR: frozenset({Personal.NAME, Personal.PHONE, Personal.ADDRESS}),
    Role.ADMIN: frozenset(Personal),
}
"""What each role sees whole; the rest is masked. An agent addresses people by name and confirms numbers by their ends;
an inspector judges words, not people; a supervisor follows matters up; an administrator answers for the data."""

_P = Personal
_FIELDS: Mapping[type, Mapping[str, Personal]] = {
    Customer: {"name": _P.NAME, "number": _P.PHONE, "address": _P.ADDRESS, "fields": _P.TEXT},
    CustomerRecord: {"fields": _P.TEXT},
    CallEntry: {"number": _P.PHONE},
    Finding: {"evidence": _P.TEXT, "why": _P.TEXT, "better": _P.TEXT, "rewrite": _P.TEXT},
    WorkOrder: {
        "name": _P.NAME,
        "contact": _P.PHONE,
        "subject": _P.TEXT,
        "details": _P.TEXT,
        "history": _P.TEXT,
    },
    OrderEvent: {"note": _P.TEXT},
    ContactPreference: {"number": _P.PHONE, "proof": _P.TEXT},
    Revisit: {"name": _P.NAME, "number": _P.PHONE, "about": _P.TEXT, "note": _P.TEXT},
    CallBack: {"name": _P.NAME, "ask_for": _P.NAME, "number": _P.PHONE, "about": _P.TEXT, "note": _P.TEXT},
    NuisanceReport: {"number": _P.PHONE, "facts": _P.TEXT},
    Block: {"number": _P.PHONE, "why": _P.TEXT, "despite": _P.TEXT},
    Consent: {"words": _P.TEXT},
    OutboxEntry: {"payload": _P.TEXT, "result": _P.TEXT},
}
"""The personal fields of what the store gives out."""

_KEYS: tuple[tuple[Personal, re.Pattern[str]], ...] = (
    (
        _P.IDENTITY,
        re.compile(r"身份证|证件|护照|卡号|账号|账户|邮箱|(?:^|_)(?:id_card|passport|card|account|e?mail)$"),
    ),
    (_P.PHONE, re.compile(r"手机|电话|(?<!单)号码|座机|来电|(?:^|_)(?:phone|mobile|tel|customer_number)$")),
    (_P.ADDRESS, re.compile(r"地址|住址|住处|(?:^|_)address$")),
    (_P.NAME, re.compile(r"姓名|名字|称呼|户主|机主|联系人|收件人|收货人|(?:^|_)name$")),
)
"""Which keys of a JSON object say that their value is personal."""


def for_role(thing: T, role: Role) -> T:
    """``thing``, something that the store gave out, as ``role`` may see it."""
    fields = _FIELDS.get(type(thing))
    if fields is None or SEES[role] == frozenset(Personal):
        return thing
    mask = _Mask(role, _known_of(thing, fields))
    seen = {name: mask.value(getattr(thing, name), kind) for name, kind in fields.items()}
    return replace(thing, **seen)  # type: ignore[type-var]


def json_for_role(data: Any, role: Role) -> Any:
    """A JSON value, a call log among them, as ``role`` may see it: by the names of its keys, and by what its texts
    say."""
    if SEES[role] == frozenset(Personal):
        return data
    return _Mask(role, list(_known_in(data))).json(data)


class _Mask:
    """What ``role`` does not see, in the light of what is known of the person."""

    def __init__(self, role: Role, known: list[tuple[Personal, str]]) -> None:
        self._hidden = frozenset(Personal) - SEES[role]
        self._known = {kind: [text for one, text in known if one is kind] for kind in Personal}

    def value(self, value: Any, kind: Personal) -> Any:
        if kind is Personal.TEXT and not isinstance(value, str):
            return self.json(value)
        return self.word(value, kind) if isinstance(value, str) else value

    def word(self, text: str, kind: Personal) -> str:
        if kind is Personal.TEXT:
            return self._text(text)
        masks: Mapping[Personal, Callable[[str], str]] = {
            Personal.NAME: mask_name,
            Personal.PHONE: mask_number,
            Personal.ADDRESS: mask_address,
            Personal.IDENTITY: mask_number,
        }
        return masks[kind](text) if kind in self._hidden else text

    def json(self, data: Any, kind: Personal = Personal.TEXT) -> Any:
        match data:
            case str():
                return self.word(data, kind)
            case bool() | None | float():
                return data
            case int():
                seen = self.word(str(data), kind)
                return data if seen == str(data) else seen
            case Mapping():
                return {key: self.json(value, _kind_of(str(key), value)) for key, value in data.items()}
            case list():
                return [self.json(one, kind) for one in data]
            case tuple():
                return tuple(self.json(one, kind) for one in data)
            case OrderEvent():
                return replace(data, note=self.word(data.note, Personal.TEXT))
            case _:
                return data

    def _text(self, text: str) -> str:
        return mask_text(
            text,
            numbers=Personal.PHONE in self._hidden,
            identities=Personal.IDENTITY in self._hidden,
            names=Personal.NAME in self._hidden,
            addresses=Personal.ADDRESS in self._hidden,
            known_names=self._known[Personal.NAME],
            known_addresses=self._known[Personal.ADDRESS],
            known_numbers=self._known[Personal.PHONE],
        )


def _kind_of(key: str, value: Any) -> Personal:
    if isinstance(value, str | int):
        return next((kind for kind, pattern in _KEYS if pattern.search(key)), Personal.TEXT)
    return Personal.TEXT


def _known_of(thing: object, fields: Mapping[str, Personal]) -> list[tuple[Personal, str]]:
    known: list[tuple[Personal, str]] = []
    for name, kind in fields.items():
        value = getattr(thing, name)
        if kind is not Personal.TEXT and isinstance(value, str):
            known.append((kind, value))
        elif isinstance(value, Mapping):
            known += _known_in(value)
    return known


def _known_in(data: Any) -> Iterator[tuple[Personal, str]]:
    match data:
        case Mapping():
            for key, value in data.items():
                kind = _kind_of(str(key), value)
                if kind is not Personal.TEXT:
                    yield kind, str(value)
                else:
                    yield from _known_in(value)
        case list() | tuple():
            for one in data:
                yield from _known_in(one)
