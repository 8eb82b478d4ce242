"""Running the telephone of ``huashu phone``: one process or several, until a signal; calls shown on the terminal."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.text import Text

from huashu.call import CallLog, EndReason, Event, Ms
from huashu.call.event import end_of
from huashu.cli.failure import InputError
from huashu.cli.screen import console_of_calls, first_hang_up, heading, record_table, show_done, show_event
from huashu.rehearsal.labels import END_REASONS

if TYPE_CHECKING:
    from huashu.voice.pipeline.assemble import VoiceCall
    from huashu.voice.sip.line import SipLine
    from huashu.voice.sip.serve import PhoneService, Told

EXITS: Mapping[EndReason, int] = {
    EndReason.NO_ANSWER: 11,
    EndReason.LINE_BUSY: 12,
    EndReason.REJECTED: 13,
    EndReason.WRONG_NUMBER: 14,
    EndReason.NETWORK: 15,
}
"""Exit codes of ``--dial`` for a call that was not answered."""

DROPPED = 16
"""Exit code of ``--dial`` for a call that was answered and then dropped by the network."""

LOOK_S = 0.3

SETTLED: Ms = 2_500
"""What was said last may still be taken back, when he goes on speaking; after so long it stands."""


def quiet_libraries() -> None:
    """Let libraries speak of warnings and errors only, on standard error."""
    import logging

    from loguru import logger

    logger.remove()
    logger.add(sys.stderr, level="WARNING", format="{time:HH:mm:ss} {message}")
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    logging.getLogger("baresip").setLevel(logging.CRITICAL)


def run_service(service: "PhoneService", warm_up: Callable[[], object]) -> None:
    """Take calls until SIGTERM or Ctrl-C; a second one ends it at once. Raises ``InputError``."""
    from huashu.voice.sip.endpoint import EndpointError

    async def serving() -> None:
        stop = _until_told()
        await asyncio.to_thread(warm_up)
        await service.serve(stop)

    try:
        asyncio.run(serving())
    except EndpointError as problem:
        raise InputError(problem.message) from None


def run_call(service: "PhoneService", to: str, warm_up: Callable[[], object]) -> CallLog:
    """Place one call and hold it. Raises ``InputError`` when it cannot be placed."""
    from huashu.voice.sip.endpoint import EndpointError
    from huashu.voice.sip.settings import SettingsError

    async def calling() -> CallLog:
        stop = _until_told()
        await asyncio.to_thread(warm_up)
        (log,) = await service.dial_all((to,), stop)
        return log

    try:
        return asyncio.run(calling())
    except EndpointError as problem:
        raise InputError(problem.message) from None
    except SettingsError as problem:
        raise InputError(str(problem)) from None


def leave(code: int) -> None:
    """End the process now: a worker that is stuck in a speech library can neither hold it up nor crash it at the end,
    as it would when the interpreter takes the library apart around it."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _until_told() -> asyncio.Event:
    """Set by SIGTERM or Ctrl-C; the second of them ends the process."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def told() -> None:
        if stop.is_set():
            os._exit(130)
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told)
    return stop


class Live:
    """The call as it goes on, line by line on the terminal."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or console_of_calls()
        self._call: VoiceCall | None = None
        self._shown: list[Event] = []
        self._noted = 0
        self._task: asyncio.Task[None] | None = None

    def watch(self, call: "VoiceCall", line: "SipLine") -> None:
        """Begin to show ``call``."""
        self._call = call
        self._task = asyncio.create_task(self._follow(line))

    async def _follow(self, line: "SipLine") -> None:
        assert self._call is not None
        while not line.over.is_set():
            self.show(self._call.log(), self._call.clock.now() - SETTLED)
            await asyncio.sleep(LOOK_S)

    def show(self, log: CallLog, until: Ms | None = None) -> None:
        """Show what is new in ``log`` and over before ``until``, or all of it."""
        for event in log.events[len(self._shown) :]:
            if until is not None and end_of(event) > until:
                break
            self._shown.append(event)
            show_event(self.console, event)
        done = first_hang_up(log.done)
        for entry in done[self._noted :]:
            if until is not None and entry.at > until:
                break
            self._noted += 1
            show_done(self.console, entry)


def finish_call(live: Live, log: CallLog, standards: Sequence[str]) -> int:
    """Show the rest of a call, its record and its inspection; the exit code."""
    from huashu.cli.findings import Inspector
    from huashu.voice.sip.ending import dropped, reason_for_exit

    live.show(log)
    reason = reason_for_exit(log)
    sip = log.extra.get("sip", {})
    if reason is not None:
        told = " ".join(str(part) for part in (sip.get("status"), sip.get("phrase")) if part)
        live.console.print(Text(f"没有接通：{END_REASONS[reason]} ({reason.value}{'，' if told else ''}{told})"))
        return EXITS.get(reason, EXITS[EndReason.NETWORK])
    if log.record is not None:
        heading(live.console, "记录")
        live.console.print(record_table(log.record))
    heading(live.console, "质检")
    live.console.print(Inspector(standards).render(log))
    return DROPPED if dropped(log) else 0


def tell(told: "Told") -> None:
    """One line about what the service does."""
    match told.what:
        case "ready":
            click.echo("可以来电了 (ready)")
        case "registration":
            click.echo(told.text, err=True)
        case "began":
            click.echo(f"来电 (call from) {_number(told.text)}")
        case "ended" if told.call is not None:
            click.echo(_ended(told.text, told.call))
        case _:
            click.echo(f"通话出错 (a call failed): {told.text}", err=True)
    sys.stdout.flush()


def _number(number: str) -> str:
    """A number as a screen may show it (S1.14); what is no number as it is."""
    from huashu.inspection.report.masking import masked_number

    if not number:
        return "未知号码"
    return masked_number(number) if number.strip("+").isdigit() else number


def _ended(number: str, call: CallLog) -> str:
    seconds = (call.events[-1].at if call.events else 0) // 1000
    reason = END_REASONS.get((call.record or {}).get("end_reason", ""), "")
    return f"通话结束 (ended) {_number(number)} {seconds // 60:02d}:{seconds % 60:02d} {reason}"


def run_processes(commands: Sequence[Sequence[str]], environments: Sequence[Mapping[str, str]]) -> int:
    """Run ``commands`` side by side, each in its environment, until they end; a signal to us is passed on. The worst of
    their exit codes."""
    pairs = zip(commands, environments, strict=True)
    members = [subprocess.Popen(list(command), env=dict(environment)) for command, environment in pairs]

    def pass_on(number: int, frame: object) -> None:
        for member in members:
            if member.poll() is None:
                member.send_signal(signal.SIGTERM)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, pass_on)
    return max(abs(member.wait()) for member in members)
