"""Takes the calls of one desk: a caller is cast, his records lie with the company, the agent answers."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any, Protocol

from huashu.call import CallLog, Side
from huashu.casework import record_to_json
from huashu.casework.inbound import inbound_record
from huashu.casework.workdays import SHANGHAI, due
from huashu.customer.callers import SimulatedCaller, kinds_for
from huashu.customer.callers.casting import cast as cast_person
from huashu.dialogue.desk import Incoming, make_desk_context
from huashu.language import Understander
from huashu.playbook.desk.model import CallerCard, Desk
from huashu.rehearsal.desk.agent import DeskAgent
from huashu.rehearsal.desk.company import Company, Delays, held_of
from huashu.rehearsal.desk.measure import measure
from huashu.rehearsal.desk.texts import Texts
from huashu.rehearsal.loop import play
from huashu.rehearsal.ports import OnTelephone, Played, Rehearsed, Setting, Telephone
from huashu.rehearsal.scenario import DeskScenario, seed_of
from huashu.rehearsal.score import Inspected
from huashu.standard import Standard
from huashu.systems import Systems
from huashu.systems.memory import TrialMessages, TrialOrders, TrialRecords

FIRST_DAY = datetime(2026, 3, 2, tzinfo=SHANGHAI)
"""The Monday from which rehearsed calls are dated, so that a rehearsal is the same whenever it is made."""

DAYS = 14
OPENS, CLOSES = 8, 21
"""Calls come in from the first of these hours of the day until the second."""

NOON = "noon_fixed_phone"
"""Callers of this kind call at noon."""

STRANGERS = 3
"""Other customers whose records the company holds."""


class Backstage(Protocol):
    """What the cast of a rehearsal lends to the calls of a desk."""

    noise: float
    ears: Understander
    standard: Standard

    def inspect(self, log: CallLog) -> Inspected:
        """What inspection says of a finished call."""


class DeskPlayer:
    """Huashu's own agent at the desk, called by huashu's own callers: the desk's cards and every kind of caller that it
    can have, in turn."""

    def __init__(self, subject: DeskScenario, backstage: Backstage) -> None:
        self.subject = subject
        self.backstage = backstage
        self.context = make_desk_context(subject.desk, backstage.ears, backstage.standard)
        self.texts = Texts(subject.desk)
        self.parts = parts_of(subject.desk, subject.digest)
        self.strangers = strangers_of(subject.desk)

    def call(self, seed: int, run: int) -> Rehearsed:
        """The call that is run ``run`` (from 0) with ``seed``."""
        subject, desk = self.subject, self.subject.desk
        draws = Random(seed_of(seed, subject.digest, run))
        card, kind = self.parts[run % len(self.parts)]
        began = _moment(draws, kind)
        caller = SimulatedCaller(desk, draws, card=card, kind=kind, noise=self.backstage.noise)
        company = self._company(caller, began, f"{subject.name}#{run}", seed)
        known = {"customer_number": caller.number}
        known_by_number = caller.records() if caller.number in caller.records().values() else {}
        agent = DeskAgent(self.context, Incoming(number=caller.number, began=began, records=known_by_number))
        telephone = self.backstage.telephone if isinstance(self.backstage, OnTelephone) else None
        played = self._play(agent, caller, company, telephone, f"{subject.name}#{run}", draws)
        log = CallLog(
            id=f"{subject.name}#{run}",
            direction="inbound",
            kind="rehearsal",
            profile=known,
            records=caller.records(),
            events=played.events,
            done=played.done,
            truth=caller.truth() if played.truth is None else played.truth,
            extra={"scenario": subject.name, "seed": seed, "run": run, "began": began.isoformat()}
            | known
            | ({"capped": True} if played.capped else {}),
        )
        log = replace(log, record=record_to_json(inbound_record(log, began)))
        score = measure(log, desk, self.texts, began, self.backstage.inspect(log))
        return Rehearsed(log=log, score=score, sound=None if telephone is None else telephone.measured(log, played))

    def _play(
        self,
        agent: DeskAgent,
        caller: SimulatedCaller,
        company: Company,
        telephone: Telephone | None,
        name: str,
        draws: Random,
    ) -> Played:
        if telephone is None:
            return play(agent, caller, company, answers=Side.AGENT)
        setting = Setting(
            id=name,
            seed=draws.getrandbits(32),
            direction="inbound",
            profile={"customer_number": caller.number},
            agent=self.subject.desk.organisation,
            customer=f"性别：{caller.person.sex}",
            names=tuple(item.name for item in self.subject.desk.items),
        )
        return telephone.call(agent, caller, company, setting)

    def _company(self, caller: SimulatedCaller, began: datetime, call: str, seed: int) -> Company:
        pace = caller.systems()
        start = Random(f"{seed}/{call}").randrange(10_000, 90_000)
        systems = Systems(
            records=TrialRecords((*held_of(caller.person), *self.strangers)),
            orders=TrialOrders(due, number=lambda nth: f"{began:%y%m%d}{start + nth}"),
            messages=TrialMessages(),
        )
        delays = Delays(look_up=pace.look_up_ms, order=pace.order_ms, sms=pace.sms_ms, down=pace.down)
        return Company(systems=systems, began=began, delays=delays, call=call)


def parts_of(desk: Desk, digest: str) -> tuple[tuple[CallerCard | None, str | None], ...]:
    """Who calls, in turn: each card, and each kind of caller that this desk can have, in an order of its own, so that
    a short rehearsal has some of everything."""
    parts: list[tuple[CallerCard | None, str | None]] = [(card, None) for card in desk.callers]
    parts += [(None, kind) for kind in kinds_for(desk)]
    Random(digest).shuffle(parts)
    return tuple(parts)


def strangers_of(desk: Desk) -> tuple[Mapping[str, Any], ...]:
    """Records of customers who do not call."""
    return tuple(cast_person(desk, Random(f"stranger {at}"), kind="enquiry").records for at in range(STRANGERS))


def _moment(draws: Random, kind: str | None) -> datetime:
    hour = 12 if kind == NOON else draws.randrange(OPENS, CLOSES)
    return FIRST_DAY + timedelta(days=draws.randrange(DAYS), hours=hour, minutes=draws.randrange(60))
