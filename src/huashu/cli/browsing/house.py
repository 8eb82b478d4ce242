"""Who plays in the calls of ``huashu browser``, and what is read out of them."""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal, cast, get_args
from uuid import uuid4

from huashu.call import CallLog, Done, EndReason, HangUp, HungUp
from huashu.casework import record_of, record_to_json
from huashu.casework.inbound import inbound_record
from huashu.casework.workdays import SHANGHAI
from huashu.cli.browsing.doings import beside, record_rows
from huashu.cli.browsing.subjects import Document, first_people
from huashu.cli.desks import connected_systems
from huashu.cli.findings import Inspector
from huashu.cli.training import REASONS
from huashu.customer import SimulatedCaller, SimulatedCustomer
from huashu.dialogue.desk import DeskContext, Incoming, make_desk_context
from huashu.dialogue.script.model import Script
from huashu.language import default_understander
from huashu.playbook.desk.model import Desk
from huashu.playbook.model import Callee, Playbook
from huashu.rehearsal import profile_of
from huashu.rehearsal.cast import SpineCast
from huashu.rehearsal.company import Known
from huashu.rehearsal.desk.agent import DeskAgent
from huashu.rehearsal.desk.company import Company
from huashu.standard import load_standard
from huashu.voice.browser.house import Hint, Part, Role, Subject
from huashu.voice.browser.practice import SimulatedPeer
from huashu.voice.hearing import hot_words_of, hot_words_of_desk, warm_up
from huashu.voice.ports import RecogniserError, VoiceError

if TYPE_CHECKING:
    from huashu.voice.pipeline.settings import VoiceSettings

Sex = Literal["female", "male"]
SettingsOf = Callable[[Sex], "VoiceSettings"]
"""How a call is held in which the other side is a woman, or a man. May raise ``HouseError``."""

_SEXES = re.compile(r"(男|先生|大叔|大爷|爷爷|爸爸|哥|弟)|女|小姐|太太|阿姨|奶奶|大妈|妈妈|姐|妹")


def sex_of(*told: str | None) -> Sex:
    """The sex of whoever ``told`` speaks of, by the first word that tells; a woman where nothing does."""
    for text in told:
        if found := _SEXES.search(text or ""):
            return "male" if found[1] else "female"
    return "female"


class DocumentHouse:
    """``documents`` in the order of the page; calls are held by ``settings``. The agents keep the standard with
    ``standards`` added, and the inspection judges by it."""

    def __init__(self, documents: Sequence[Document], settings: SettingsOf, standards: Sequence[str] = ()) -> None:
        self._documents = {document.subject.id: document for document in documents}
        self._settings = settings
        self._standards = tuple(standards)
        self._standard = load_standard(standards)
        self._titles = {row.source: row.title for row in self._standard.sources}
        self._titles |= {clause.id: clause.explain for clause in self._standard.clauses}
        self._lock = Lock()
        self._cast: SpineCast | None = None
        self._inspector: Inspector | None = None
        self._contexts: dict[str, DeskContext] = {}

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """The documents in the order of the page."""
        return tuple(document.subject for document in self._documents.values())

    def warm_up(self) -> None:
        """Load what the first call would have to wait for."""
        for sex in get_args(Sex):
            _try_out(self._settings(sex))
        with self._lock:
            self._inspector = self._inspector or Inspector(self._standards)
        for document in self._documents.values():
            if isinstance(document.content, Desk):
                with self._lock:
                    self._desk_context(document, document.content)

    def cast(self, subject: Subject, role: Role) -> Part:
        """The other side of a call. Raises ``HouseError`` when it has no voice or no ears."""
        document = self._documents[subject.id]
        with self._lock:  # models are loaded and contexts made once, not by two calls at the same time
            if isinstance(document.content, Desk):
                make = self._at_desk if role is Role.CUSTOMER else self._caller
                return make(document, document.content)
            if role is Role.CUSTOMER:
                return self._agent(document, document.content)
            return self._customer(document, document.content)

    def inspect(self, log: CallLog) -> Mapping[str, Any]:
        """What ``huashu inspect --json`` says of the call."""
        with self._lock:
            self._inspector = self._inspector or Inspector(self._standards)
            return self._inspector.to_json(log)

    def explain(self, clause: str) -> str:
        """The clause or requirement in one line; empty when it is unknown."""
        return self._titles.get(clause, "")

    def beside(self, action: object) -> str:
        """What the agent did beside the line, in words."""
        return beside(action)

    def record(self, record: Mapping[str, Any]) -> list[tuple[str, str]]:
        """The record of a call as rows of name and content."""
        return record_rows(record)

    # The person at the page is the customer

    def _agent(self, document: Document, playbook: Playbook) -> Part:
        self._cast = self._cast or SpineCast(standards=self._standards)
        profile = profile_of(playbook)
        role = playbook.caller.role
        return Part(
            call_id=_new_id(document),
            agent=self._cast.agent(playbook),
            settings=self._settings(sex_of(role.sex, role.text)),
            direction="outbound",
            profile=profile,
            company=Known(profile),
            hot_words=hot_words_of(playbook),
            lines=lines_of(self._cast.context(playbook).script),
            finish=lambda log: replace(log, record=record_to_json(record_of(log.done))),
        )

    def _at_desk(self, document: Document, desk: Desk) -> Part:
        began = datetime.now(SHANGHAI).replace(microsecond=0)
        call = _new_id(document)
        systems = connected_systems("memory", first_people(desk))
        assert systems is not None
        return Part(
            call_id=call,
            agent=DeskAgent(self._desk_context(document, desk), Incoming(number="", began=began, records={})),
            settings=self._settings(sex_of(desk.sex)),
            direction="inbound",
            profile={},
            company=Company(systems=systems, began=began, call=call),
            hot_words=hot_words_of_desk(desk),
            lines=tuple(filter(None, (desk.greeting, desk.closing))),
            finish=lambda log: replace(log, record=record_to_json(inbound_record(log, began))),
            close=systems.close,
        )

    def _desk_context(self, document: Document, desk: Desk) -> DeskContext:
        """What the desk's policy needs, made once."""
        if document.name not in self._contexts:
            self._contexts[document.name] = make_desk_context(desk, default_understander(), self._standard)
        return self._contexts[document.name]

    # The person at the page is the agent

    def _for_practice(self, sex: Sex) -> "VoiceSettings":
        """In practice the two sides of a journal would have each other's places, and the trainee needs no notice."""
        return replace(self._settings(sex), journals=None, consent="")

    def _customer(self, document: Document, playbook: Playbook) -> Part:
        callee = cast(Callee, playbook.callee)
        caller = playbook.caller
        draws = random.Random()
        customer = SimulatedCustomer(callee, draws, qa=caller.qa, profile=caller.profile)
        called = [item.value for item in caller.profile if item.key]
        return Part(
            call_id=_new_id(document),
            agent=SimulatedPeer(customer),
            settings=self._for_practice(sex_of(*called, callee.role.text)),
            direction="inbound",
            profile=profile_of(playbook),
            hot_words=hot_words_of(playbook),
            finish=lambda log: _trained(log, customer.truth()),
            swapped=True,
        )

    def _caller(self, document: Document, desk: Desk) -> Part:
        draws = random.Random()
        card = draws.choice(desk.callers) if desk.callers and draws.random() < 0.7 else None
        caller = SimulatedCaller(desk, draws, card=card)
        began = datetime.now(SHANGHAI)
        records = [(name, str(value)) for name, value in caller.records().items()]
        return Part(
            call_id=_new_id(document),
            agent=SimulatedPeer(caller),
            settings=self._for_practice(sex_of(caller.person.sex)),
            direction="outbound",
            profile=caller.profile(),
            hot_words=hot_words_of_desk(desk),
            hints=(Hint(title="系统里查到的客户资料（核实身份以后再说）", lines=tuple(records)),) if records else (),
            finish=lambda log: replace(
                _trained(log, caller.truth()), record=record_to_json(inbound_record(log, began))
            ),
            swapped=True,
        )


def lines_of(script: Script) -> tuple[str, ...]:
    """What a script has its agent say, the opening first."""
    moves = (*script.moves, *(branch.move for branch in script.branches))
    return tuple(dict.fromkeys((*(move.text for move in moves), *(closing.text for closing in script.closings))))


def _try_out(settings: "VoiceSettings") -> None:
    """Say a word and listen to it, so that the models are there. What goes wrong will go wrong in a call, and is told
    there."""
    with suppress(VoiceError, RecogniserError):
        if settings.recogniser is not None:
            warm_up(settings.recogniser)
        if settings.voice is not None:
            settings.voice.speak("您好。")


def _new_id(document: Document) -> str:
    return f"{document.name}#{uuid4().hex[:8]}"


def _trained(log: CallLog, truth: Mapping[str, Any]) -> CallLog:
    """The log of a call in which the agent was a person: why it ended follows from what the customer signalled."""
    done = log.done
    last = next((event for event in reversed(log.events) if isinstance(event, HungUp)), None)
    if last is not None and last.by.value == "agent":
        ends = truth.get("end_signals") or ()
        reason = REASONS.get(ends[0]["act"], EndReason.REFUSED) if ends else EndReason.COMPLETED
        done = (*done, Done(at=last.at, action=HangUp(reason=reason)))
    return replace(log, done=done, truth=dict(truth), record=record_to_json(record_of(done)))
