"""The telephone service of one process: an agent for every call that comes in, many at once, none touching another."""

import asyncio
import gc
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module

from huashu.call import CallLog
from huashu.voice.sip.calls import PhoneCall, PhoneSettings
from huashu.voice.sip.endpoint import Endpoint, EndpointError
from huashu.voice.sip.line import SipLine
from huashu.voice.sip.settings import LineSettings, number_of

log = logging.getLogger("huashu.sip")

GOODBYE_S = 20.0
"""After the grace calls have so long to take their leave; then they are hung up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSettings:
    """``grace_s``: seconds that calls may go on when the service is told to stop; then the agents take their leave."""

    line: LineSettings
    phone: PhoneSettings
    grace_s: float = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the service tells whoever runs it: ``ready``, ``registration`` failed, a call ``began`` or ``ended``."""

    what: str
    text: str = ""
    call: CallLog | None = None


class PhoneService:
    """Takes calls until it is told to stop."""

    def __init__(self, settings: ServiceSettings, tell: Callable[[Told], None] | None = None) -> None:
        self.settings = settings
        self._tell = tell or (lambda told: None)
        self._calls: dict[asyncio.Task[None], PhoneCall] = {}
        self._hanging_up: list[asyncio.Task[None]] = []
        self._endpoint = Endpoint(settings.line, self._rings)

    @property
    def calls(self) -> int:
        """How many calls there are now."""
        return len(self._calls)

    async def serve(self, stop: asyncio.Event) -> None:
        """Take calls until ``stop`` is set, then let those that are up finish. Raises ``EndpointError`` when the ports
        cannot be had, or when the registrar refuses us."""
        _load()
        await self._endpoint.start()
        try:
            refused: asyncio.Future[EndpointError] = asyncio.get_running_loop().create_future()
            self._endpoint.keep_registering(lambda problem: self._registration(problem, refused))
            self._tell(Told(what="ready"))
            stopping = asyncio.create_task(stop.wait())
            await asyncio.wait((stopping, refused), return_when=asyncio.FIRST_COMPLETED)
            stopping.cancel()
            await self._wind_up()
            if refused.done():
                raise refused.result()
        finally:
            await self._endpoint.stop()

    async def dial(self, to: str) -> CallLog:
        """Place one call and hold it. Raises ``EndpointError`` and ``SettingsError`` when it cannot be placed."""
        line = await self._endpoint.dial(to)
        call = PhoneCall(line, self.settings.phone, number=number_of(to) or to)
        return await call.run()

    async def dial_all(self, whom: Sequence[str], stop: asyncio.Event) -> tuple[CallLog, ...]:
        """Open the line, call all of ``whom`` at the same time, close the line. ``stop`` ends the calls with a goodbye.

        Raises what ``dial`` raises for the first that cannot be placed."""
        _load()
        await self._endpoint.start()
        try:
            await self._endpoint.register()
            calling = asyncio.gather(*map(self.dial, whom))
            stopping = asyncio.create_task(stop.wait())
            await asyncio.wait((calling, stopping), return_when=asyncio.FIRST_COMPLETED)
            stopping.cancel()
            if not calling.done():
                self.settings.phone.departure.now = True
                await asyncio.wait((calling,), timeout=GOODBYE_S)
            return tuple(await calling)
        finally:
            await self._endpoint.stop()

    def _registration(self, problem: EndpointError, refused: "asyncio.Future[EndpointError]") -> None:
        self._tell(Told(what="registration", text=problem.message))
        if problem.lasting and not refused.done():
            refused.set_result(problem)

    def _rings(self, line: SipLine) -> None:
        """A call comes in: it is dealt with beside all others."""
        call = PhoneCall(line, self.settings.phone)
        task = asyncio.create_task(self._take(call))
        self._calls[task] = call
        task.add_done_callback(lambda done: self._calls.pop(done, None) and None)

    async def _take(self, call: PhoneCall) -> None:
        self._tell(Told(what="began", text=call.start.number))
        try:
            finished = await call.run()
        except Exception as problem:  # whatever went wrong in this call, the next one is not to notice
            log.exception("call %s failed", call.start.call_id)
            await call.line.hang_up()
            self._tell(Told(what="failed", text=f"{type(problem).__name__}: {problem}"))
            finished = await asyncio.to_thread(call.give_up)
        self._tell(Told(what="ended", text=call.start.number, call=finished))

    async def _wind_up(self) -> None:
        """No new calls; those that are up have the grace to finish, then take their leave, then are hung up."""
        draining = asyncio.create_task(self._endpoint.drain())
        for grace, before in ((self.settings.grace_s, None), (GOODBYE_S, self._take_leave), (5.0, self._hang_up)):
            if before is not None:
                before()
            if self._calls:
                await asyncio.wait(tuple(self._calls), timeout=grace)
        draining.cancel()

    def _take_leave(self) -> None:
        self.settings.phone.departure.now = True

    def _hang_up(self) -> None:
        self._hanging_up = [asyncio.create_task(call.line.hang_up()) for call in self._calls.values()]


def _load() -> None:
    """Import what the first call would otherwise wait for while others are being held (S1.1). What is there by then
    stays: the collector need not look through it again while people talk."""
    for name in ("assemble", "dialogue", "ear", "mouth"):
        import_module(f"huashu.voice.pipeline.{name}")
    for name in ("pipeline.pipeline", "pipeline.worker", "workers.runner"):
        import_module(f"pipecat.{name}")
    gc.collect()
    gc.freeze()
