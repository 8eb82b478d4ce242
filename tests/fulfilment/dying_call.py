"""A program that takes one call and is stopped dead at each of its writes in turn.

Run as ``dying_call.py JSON``: ``template`` is an empty database, ``folder`` where each attempt gets its own copy (and
the file of what was spoken in it), ``url`` the company's systems (empty: it has none). The first attempt is left alone
and counts the places; attempt n dies at the nth. Prints how many places there are.
"""

import json
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

from sqlalchemy import event

from huashu.call import CallLater, CallLog, Done, DoNotContact, OpenOrder, OrderKind, ReportCaller, Said, SendSms
from huashu.fulfilment import Fulfilment
from huashu.fulfilment.requests import due_for
from huashu.store import Store
from huashu.systems import Systems
from huashu.systems.patience import Pacing
from huashu.systems.settings import connect, parse_settings

BEGAN = datetime(2026, 11, 23, 10, 0, tzinfo=timezone(timedelta(hours=8)))
CALLER = "13800001234"
FAULT = OpenOrder(ref="a", kind=OrderKind.FAULT, subject="上不了网", within="24小时", contact=CALLER, name="周")
COMPLAINT = replace(FAULT, ref="b", kind=OrderKind.COMPLAINT, subject="投诉上门太晚")
MESSAGE = SendSms(ref="c", to=CALLER, text="路由器的重启方法")
WHEN = "明天上午十点"
KILLED = 9


def systems_at(url: str) -> Systems:
    """The company's systems, asked once each time: what gets lost stays lost for now."""
    if not url:
        return Systems()
    text = f"defaults: {{url: '{url}', timeout: 20, within: 40, tries: 1}}\nrecords:\norders:\nmessages:\n"
    settings = parse_settings(text, "systems.yaml", {"HUASHU_SYSTEMS_TOKEN": "trial-token"})
    return connect(settings, due_for, Pacing(sleep=lambda seconds: None))


def take_call(fulfilment: Fulfilment, call: str, speak: Callable[[str], None]) -> None:
    """The call: each promise is spoken as soon as it may be, and no sooner."""
    log = CallLog(id=call, direction="inbound")
    fulfilment.begin(log, BEGAN, number=CALLER)
    for at, draft in ((20_000, FAULT), (40_000, COMPLAINT)):
        opened = fulfilment.carry_out(call, BEGAN, draft, at)
        words = f"工单号{opened.number}" if opened.number else "系统暂时不通，建好后告诉您工单号"
        events = (*log.events, replace(opened, at=at), Said(at=at + 500, end=at + 4000, text=words))
        log = replace(log, events=events, done=(*log.done, Done(at=at, action=draft)))
        fulfilment.keep(log, BEGAN)
        speak(f"number {draft.ref} {opened.number}" if opened.number else f"later {draft.ref}")
    sent = fulfilment.carry_out(call, BEGAN, MESSAGE, 60_000)
    log = replace(log, events=(*log.events, sent), done=(*log.done, Done(at=60_000, action=MESSAGE)))
    fulfilment.keep(log, BEGAN)
    speak("message")
    for at, action, said in (
        (70_000, DoNotContact(text="推销电话别再打了", heard_at=69_000), "refusal"),
        (80_000, CallLater(when=WHEN, heard_at=79_000), "call_back"),
        (90_000, ReportCaller(facts=("反复拨打取乐",)), "report"),
    ):
        log = replace(log, done=(*log.done, Done(at=at, action=action)))
        fulfilment.keep(log, BEGAN)
        speak(said)
    fulfilment.finish(log, BEGAN)
    speak("finished")
    fulfilment.recover(BEGAN + timedelta(hours=1))


def unhurried(store: Store) -> Store:
    """The store without waiting for the disk: what a killed process had written is there all the same."""
    event.listen(store.engine, "connect", lambda connection, record: connection.execute("PRAGMA synchronous=OFF"))
    store.engine.dispose()
    return store


class Fate:
    """Counts the places at which the program could be stopped, and stops it at the one that is meant."""

    def __init__(self, place: int) -> None:
        self.place = place
        self.passed = 0

    def here(self) -> None:
        """One more place."""
        self.passed += 1
        if self.passed == self.place:
            os._exit(KILLED)

    def rule(self, store: Store) -> None:
        """Before a transaction begins, before each statement that writes, and before it is committed."""
        event.listen(store.engine, "begin", lambda connection: self.here())
        event.listen(store.engine, "commit", lambda connection: self.here())

        @event.listens_for(store.engine, "before_cursor_execute")
        def _(connection: object, cursor: object, statement: str, *rest: object) -> None:
            if statement.lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE"):
                self.here()


def attempt(told: dict[str, str], place: int) -> int:
    """The call, to be stopped at ``place``; how many places were passed."""
    folder = Path(told["folder"])
    shutil.copy(told["template"], folder / f"{place}.db")
    spoken = os.open(folder / f"{place}.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    fate = Fate(place)
    with Store.open(f"sqlite:///{folder / f'{place}.db'}") as store, systems_at(told["url"]) as systems:
        fate.rule(unhurried(store))

        def speak(said: str) -> None:
            os.write(spoken, f"{said}\n".encode())

        take_call(Fulfilment(store, systems), f"call-{place}", speak)
    return fate.passed


def main(told: dict[str, str]) -> None:
    """Every attempt in a process of its own; what they all have to read first, this one has read for them."""
    with Store.open("sqlite://") as store:
        take_call(Fulfilment(store, Systems()), "rehearsed", lambda said: None)
    places = place = 0
    while place <= places:
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            code = 1
            try:
                os.write(writer, str(attempt(told, place)).encode())
                code = 0
            finally:
                os._exit(code)
        os.close(writer)
        count = os.read(reader, 64)
        os.close(reader)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if code != (KILLED if place else 0):
            raise SystemExit(f"attempt {place} ended with {code}")
        places = places or int(count)
        place += 1
    print(places)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
