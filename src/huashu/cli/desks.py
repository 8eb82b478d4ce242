"""Desk documents by name, and the company behind a desk on trial."""

import os
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from random import Random
from typing import TYPE_CHECKING

from huashu.cli.documents import located, read_text
from huashu.cli.failure import InputError

if TYPE_CHECKING:
    from huashu.customer.callers.person import Person
    from huashu.playbook.desk import Desk
    from huashu.systems import Systems

FEWEST_CUSTOMERS = 3
"""A desk without cards has this many customers of our own making."""


def load_desk(name: str) -> "Desk":
    """The desk of the document ``name``. Raises ``InputError`` that lists what is wrong with it, a line each."""
    from huashu.playbook.desk.parse import is_desk, read_desk

    text = read_text(name)
    if not is_desk(text):
        raise InputError(f"{name}: 这不是服务台文档 (not a desk document)；打出去的剧本请用 huashu call {name}")
    parsed = read_desk(text, name)
    if parsed.desk is None:
        raise InputError("\n".join(located(name, problem) for problem in parsed.errors))
    return parsed.desk


def trial_people(desk: "Desk") -> tuple["Person", ...]:
    """The customers of the trial company: those of the desk's cards, or some of our own making. Always the same."""
    from huashu.customer.callers.casting import cast
    from huashu.rehearsal.desk.company import held_of

    people = [cast(desk, Random(number), card=card) for number, card in enumerate(desk.callers)]
    people += [cast(desk, Random(number), kind="enquiry") for number in range(FEWEST_CUSTOMERS - len(people))]
    return tuple(person for person in people if held_of(person))


def connected_systems(company: str, people: Sequence["Person"]) -> "Systems | None":
    """The systems behind ``--company``; ``None``: whoever is at the other end of the pipe answers; ``own``: none, the
    records and orders of the database take their place. Raises ``InputError`` when the settings of the company's own
    systems are missing or faulty."""
    from huashu.casework.workdays import due
    from huashu.rehearsal.desk.company import held_of
    from huashu.systems import Systems
    from huashu.systems.memory import trial_systems
    from huashu.systems.settings import SettingsError, connect, read_settings

    if company == "pipe":
        return None
    if company == "own":
        return Systems()
    if company == "memory":
        return trial_systems(tuple(record for person in people for record in held_of(person)), due)
    try:
        systems = connect(read_settings(os.environ), due)
    except SettingsError as problem:
        raise InputError(str(problem)) from None
    if systems.records is None and systems.orders is None and systems.messages is None:
        raise InputError(
            "没有接上公司的系统 (no systems are configured)；请设置 HUASHU_SYSTEMS 或 HUASHU_SYSTEMS_URL，"
            "或用 --company memory 试用"
        )
    return systems


def moment_of(text: str | None) -> datetime:
    """When the call begins: now, or as ISO 8601 tells; without an offset it is Chinese time. Raises ``InputError``."""
    from huashu.casework.workdays import SHANGHAI

    if text is None:
        return datetime.now(SHANGHAI).replace(microsecond=0)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise InputError(
            f"--began {text}: 不是时间 (not a time)；例如 2026-03-02T09:30 或 2026-03-02T09:30+08:00"
        ) from None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=SHANGHAI)


def record_behind(number: str, people: Sequence["Person"]) -> Mapping[str, str]:
    """What the trial company knows of the calling number; nothing when it is nobody's, or several people's."""
    digits = re.sub(r"\D", "", number)
    known = [person.records for person in people if digits and digits in map(str, person.records.values())]
    return known[0] if len(known) == 1 else {}
