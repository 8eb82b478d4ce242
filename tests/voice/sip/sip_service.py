"""The telephone service in a process of its own, for tests, with agents that do what the caller's number says.

Ears that always understand the same and a voice that hums stand in for engines: what is tested is the telephone."""

import asyncio
import json
import math
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from huashu.call import Action, Connected, EndReason, Event, HangUp, Heard, Hold, Resume, Say, Tick, Transfer
from huashu.call.codec import log_to_json
from huashu.casework import record_of, record_to_json
from huashu.voice.pipeline.assemble import prepare as warmed
from huashu.voice.pipeline.journal import recover_all
from huashu.voice.pipeline.settings import VoiceSettings
from huashu.voice.ports import Transcript
from huashu.voice.sip.calls import CallStart, PhoneSettings, Prepared
from huashu.voice.sip.endpoint import EndpointError
from huashu.voice.sip.serve import PhoneService, ServiceSettings, Told
from huashu.voice.sip.settings import LineSettings, parse_account, stranger

GREETING = "您好，请讲。"


def tell(kind: str, **more: Any) -> None:
    """One line on standard output."""
    sys.stdout.write(json.dumps({"event": kind, **more}, ensure_ascii=False) + "\n")
    sys.stdout.flush()


class Hums:
    """A voice: a tone, a twentieth of a second for each character, half a second at least."""

    name, rate = "hums", 8000

    def speak(self, text: str) -> "np.ndarray[Any, np.dtype[np.int16]]":
        turns = 2 * math.pi * 300 / self.rate * np.arange(max(4000, 400 * len(text)))
        return (6000 * np.sin(turns)).astype(np.int16)


class Understands:
    """Ears that understand everybody to say yes."""

    name = "understands"

    def recognise(self, pcm: Any, rate: int, hot_words: tuple[str, ...] = ()) -> Transcript:
        return Transcript(text="好的，可以。")


class Scripted:
    """Greets, and then does what the caller's number says."""

    def __init__(self, number: str) -> None:
        self.number = number
        self.heard = 0
        self.held = 0

    def step(self, event: Event) -> tuple[Action, ...]:
        match event:
            case Connected():
                return self._begin()
            case Heard():
                self.heard += 1
                return self._answer()
            case Tick() if self.number == "hold" and self.held:
                return self._on_hold()
            case _:
                return ()

    def _begin(self) -> tuple[Action, ...]:
        if self.number == "hold":
            self.held = 1
            return Say(text="请稍等。"), Hold()
        if self.number == "transfer":
            return Say(text="给您转接。"), Transfer(to="班长")
        if self.number == "ends":
            return Say(text="再见。"), HangUp(reason=EndReason.COMPLETED, after=300)
        return (Say(text=GREETING),)

    def _on_hold(self) -> tuple[Action, ...]:
        self.held += 1
        if self.held == 4:
            return (Say(text="还在查。"),)
        if self.held == 9:
            return Resume(), Say(text="久等了。")
        return ()

    def _answer(self) -> tuple[Action, ...]:
        if self.number == "crashes":
            raise RuntimeError("the agent broke down")
        if self.heard == 1:
            return (Say(text="好的，记下了，谢谢。"),)
        return Say(text="再见。"), HangUp(reason=EndReason.COMPLETED, after=300)


@contextmanager
def prepare(start: CallStart) -> Iterator[Prepared]:
    """An agent for a call; none for the caller who brings the house down."""
    if start.number == "nobody":
        raise RuntimeError("no agent can be had")
    yield Prepared(
        agent=Scripted(start.number),
        keep=lambda log: replace(log, record=record_to_json(record_of(log.done))),
    )


async def main() -> None:
    options = json.loads(sys.argv[1])
    folder = Path(options["home"])
    logs = folder / "calls.jsonl"
    tell("recovered", count=len(recover_all(folder / "journals", logs)) if (folder / "journals").is_dir() else 0)
    dials, account = options.get("dials", []), options.get("account")
    known = parse_account(account, options.get("password", "")) if account else None
    voice = VoiceSettings(
        recogniser=Understands(),
        voice=Hums(),
        recordings=folder / "recordings" if options.get("record") else None,
        consent=options.get("consent", ""),
        journals=folder / "journals",
    )
    await warmed(voice)
    service = PhoneService(
        ServiceSettings(
            line=LineSettings(
                account=stranger(dials[0]) if dials else known,
                listen=("127.0.0.1", options["listen"]) if "listen" in options else None,
                most_calls=options.get("most_calls", 100),
                dead_after=options.get("dead_after", 20),
            ),
            phone=PhoneSettings(
                voice=voice,
                prepare=prepare,
                answer_after=options.get("answer_after", 0),
                ring_s=options.get("ring_s", 45),
                transfers=options.get("transfers", {}),
                logs=logs,
            ),
            grace_s=options.get("grace_s", 0.0),
        ),
        said,
    )
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    try:
        if dials:
            tell("ready")
            for call in await service.dial_all(dials, stop):
                said(Told(what="ended", text=str(call.extra.get("customer_number")), call=call))
        else:
            await service.serve(stop)
    except EndpointError as problem:
        tell("refused", why=problem.message, lasting=problem.lasting)
    tell("stopped")


def said(told: Told) -> None:
    """What the service tells."""
    tell(told.what, text=told.text, call=None if told.call is None else log_to_json(told.call))


if __name__ == "__main__":
    asyncio.run(main())
