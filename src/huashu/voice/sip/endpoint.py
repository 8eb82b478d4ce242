"""One SIP endpoint: registers, takes calls and places them. One in a process: the stack beneath keeps global state."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING

from huashu.voice.sip.line import SipLine
from huashu.voice.sip.settings import LineSettings, target_uri

if TYPE_CHECKING:
    from baresip import Account as StackAccount
    from baresip import Call, Config, RegistrationError, Runtime, StackEvent, UserAgent

log = logging.getLogger("huashu.sip")

NOBODY = "huashu"
"""The user part of our address when there is no account."""

FIRST_WAIT_S = 2.0
LONGEST_WAIT_S = 60.0
"""A registrar that does not answer is asked again after so long, doubling up to the longest."""

RING_S = 45.0
"""How long a dialled telephone may ring when nothing else is said."""


class EndpointError(Exception):
    """The endpoint cannot do its work. The message says what is wrong and the way out; ``lasting``: trying again later
    does not help."""

    def __init__(self, message: str, *, lasting: bool = True) -> None:
        super().__init__(message)
        self.message = message
        self.lasting = lasting


class Endpoint:
    """Takes and places calls. ``on_line`` is told of every call that comes in, while it rings."""

    def __init__(self, settings: LineSettings, on_line: Callable[[SipLine], None] | None = None) -> None:
        self.settings = settings
        self._on_line = on_line
        self._runtime: Runtime | None = None
        self._agent: UserAgent | None = None
        self._registering: asyncio.Task[None] | None = None
        self.registered = asyncio.Event()
        self.draining = False

    async def __aenter__(self) -> "Endpoint":
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Open the ports. Raises ``EndpointError`` when they cannot be had, or the account cannot be used."""
        from baresip import BaresipError, Runtime, UserAgent

        runtime = Runtime()
        try:
            await runtime.start(_config(self.settings))
        except (BaresipError, ValueError) as problem:
            raise EndpointError(_cannot_start(self.settings, str(problem))) from None
        self._runtime = runtime
        try:
            self._agent = await UserAgent.create(runtime, _account(self.settings), transfer_policy="reject")
        except (BaresipError, ValueError) as problem:
            await self.stop()
            raise EndpointError(f"SIP 账号用不了 (the account cannot be used): {problem}") from None
        self._agent.on_incoming(self._incoming)
        self._agent.on(self._on_registration)

    async def register(self) -> None:
        """Register, and stay registered. Returns once the registrar agreed; does nothing when there is none.

        Raises ``EndpointError``: lasting when the registrar refuses us, not lasting when it does not answer."""
        from baresip import RegistrationError

        account = self.settings.account
        if account is None or not account.register or self._agent is None:
            return
        try:
            await self._agent.register()
        except RegistrationError as problem:
            raise registration_failed(account.uri, problem) from None
        self.registered.set()

    def keep_registering(self, told: Callable[[EndpointError], None]) -> None:
        """Register beside other work, again and again with growing pauses while the registrar does not answer.

        ``told`` of each failure; a lasting one is the last."""

        async def trying() -> None:
            wait = FIRST_WAIT_S
            while True:
                try:
                    await self.register()
                    return
                except EndpointError as problem:
                    told(problem)
                    if problem.lasting:
                        return
                await asyncio.sleep(wait)
                wait = min(2 * wait, LONGEST_WAIT_S)

        self._registering = asyncio.create_task(trying())

    async def dial(self, to: str) -> SipLine:
        """Call ``to``, a ``sip:`` address or a number at the account's host; the line rings when this returns.

        Raises ``EndpointError`` when no call can be placed, ``SettingsError`` for an address that is none."""
        from baresip import BaresipError

        if self._agent is None or self._runtime is None:
            raise EndpointError("线路还没有打开 (the endpoint is not started)")
        uri = target_uri(to, self.settings.account)
        missed: list[StackEvent] = []
        self._runtime.subscribe(missed.append)
        try:
            call = await self._agent.dial(uri)
        except (BaresipError, ValueError) as problem:
            raise EndpointError(f"{to}: 拨不出去 (cannot be dialled): {problem}") from None
        finally:
            self._runtime.unsubscribe(missed.append)
        line = SipLine(call, incoming=False)
        for event in missed:  # a near peer answers before the stack's call object is there to be told
            call._on_stack_event(event)
        return line

    async def drain(self) -> None:
        """Take no new calls (486) and return once the last one is over."""
        self.draining = True
        if self._runtime is not None:
            await self._runtime.drain()

    async def stop(self) -> None:
        """Unregister and close the ports; calls that are still up are dropped."""
        from baresip import BaresipError

        if self._registering is not None:
            self._registering.cancel()
        if self._agent is not None and self.registered.is_set():
            with suppress(BaresipError):
                await self._agent.unregister(timeout=2.0)
        if self._runtime is not None:
            with suppress(BaresipError):
                await self._runtime.close()
        self._runtime = self._agent = None

    def _incoming(self, call: "Call") -> None:
        line = SipLine(call, incoming=True)
        if self._on_line is not None:
            self._on_line(line)
            return
        task = asyncio.ensure_future(line.hang_up())
        task.add_done_callback(lambda done: done.exception())

    def _on_registration(self, event: "StackEvent") -> None:
        from baresip import Event

        if event.event is Event.REGISTER_OK:
            log.info("registered")
        elif event.event is Event.REGISTER_FAIL:
            log.warning("registration failed: %s", event.text)


def _config(settings: LineSettings) -> "Config":
    """The stack's settings: a jitter buffer that adapts, no call held because another comes, sound as raw samples."""
    from baresip import Config

    more = [
        "audio_jitter_buffer_type adaptive",
        "audio_jitter_buffer_ms 20-200",
        "call_hold_other_calls no",
        "call_local_timeout 300",
    ]
    if settings.listen is not None:
        more.append(f"sip_listen {settings.listen[0]}:{settings.listen[1]}")
    return Config(
        net_interface=settings.interface,
        native_log_level="error",
        max_concurrent_calls=settings.most_calls,
        rtp_timeout=settings.dead_after,
        extra_config_text="\n".join(more) + "\n",
    )


def _account(settings: LineSettings) -> "StackAccount":
    """The stack's account. Whatever name a caller asks for at our address, it is us."""
    from baresip import Account as StackAccount

    codecs = tuple(codec.value for codec in settings.codecs)
    account = settings.account
    if account is None:
        assert settings.listen is not None
        host, port = settings.listen
        return StackAccount(
            NOBODY, f"{host}:{port}", "", reg_interval=0, audio_codecs=codecs, extra_params=("catchall=yes",)
        )
    return StackAccount(
        account.user,
        account.host,
        account.password,
        registrar=account.proxy,
        reg_interval=account.expires if account.register else 0,
        transport=account.transport,  # type: ignore[arg-type]
        audio_codecs=codecs,
        auth_user=account.login,
        extra_params=("catchall=yes",),
    )


def _cannot_start(settings: LineSettings, problem: str) -> str:
    if "in use" in problem and settings.listen is not None:
        host, port = settings.listen
        return f"{host}:{port} 已被占用 (address in use)；请换一个端口，或先停掉占用它的程序"
    return f"电话线打不开 (the SIP stack does not start): {problem}"


def registration_failed(uri: str, problem: "RegistrationError") -> EndpointError:
    """What is told of a registration that failed, and whether trying again could help."""
    match problem.status:
        case 401 | 403 | 407:
            return EndpointError(
                f"{uri}: 登记被拒，用户名或密码不对 (registration refused, {problem.status})；请检查账号和密码"
            )
        case 404:
            return EndpointError(f"{uri}: 对方没有这个账号 (no such account, 404)；请检查账号")
        case None:
            told = (
                f"{uri}: 连不上登记服务器 (registrar unreachable: {problem.reason or problem})；请检查地址、端口和网络"
            )
            return EndpointError(told, lasting=False)
        case status:
            return EndpointError(f"{uri}: 登记没有成功 (registration failed, {status} {problem.reason})", lasting=False)
