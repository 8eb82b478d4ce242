"""Who answers, or calls, when ``huashu phone`` is on the line: agents, companies, what is kept of each call."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from huashu.call import CallLog, Connected, Heard
from huashu.casework import record_of, record_to_json
from huashu.casework.inbound import inbound_record
from huashu.casework.workdays import SHANGHAI
from huashu.cli.answering import Kept
from huashu.cli.database import opened, told
from huashu.cli.desks import connected_systems, load_desk, record_behind, trial_people
from huashu.cli.documents import load_playbook, read_text
from huashu.cli.failure import InputError
from huashu.dialogue.desk import DeskContext, Incoming, make_desk_context
from huashu.language import default_understander
from huashu.playbook.desk import is_desk
from huashu.playbook.desk.model import Desk, Risk
from huashu.playbook.model import Playbook
from huashu.rehearsal import profile_of
from huashu.rehearsal.cast import SpineCast
from huashu.rehearsal.company import Known
from huashu.rehearsal.desk.agent import DeskAgent
from huashu.rehearsal.desk.company import Company
from huashu.standard import load_standard
from huashu.voice.ports import Agent

if TYPE_CHECKING:
    from huashu.systems import Systems
    from huashu.voice.pipeline.settings import VoiceSettings
    from huashu.voice.sip.calls import CallStart, Prepared


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What is to be done on the telephone: the document ``name``, and what ``answer-line`` takes for its calls."""

    name: str
    standards: tuple[str, ...] = ()
    company: str = "memory"
    risk: str | None = None
    kept: bool = False
    database: str | None = None


class Crew:
    """The agents of one document; its context is made once. ``prepare`` may be called from several threads."""

    def __init__(self, post: Post) -> None:
        self.post = post
        self._lock = Lock()
        self._cast: SpineCast | None = None
        self._context: DeskContext | None = None
        self.content: Desk | Playbook = (
            load_desk(post.name) if is_desk(read_text(post.name)) else load_playbook(post.name)
        )
        if post.kept and isinstance(self.content, Playbook) and post.company == "pipe":
            raise InputError("--company pipe 不能和 --store 一起用 (cannot be kept)")

    @property
    def sex(self) -> str:
        """Whether the agent is a woman or a man: ``female``, ``male``."""
        from huashu.cli.browsing.house import sex_of

        if isinstance(self.content, Desk):
            return sex_of(self.content.sex)
        role = self.content.caller.role
        return sex_of(role.sex, role.text)

    @property
    def lines(self) -> tuple[str, ...]:
        """What is sure to be said, for rendering ahead."""
        from huashu.cli.browsing.house import lines_of

        if isinstance(self.content, Desk):
            return tuple(filter(None, (self.content.greeting, self.content.closing)))
        return lines_of(self._scenario().context(self.content).script)

    @property
    def hot_words(self) -> tuple[str, ...]:
        """Names and products that may occur."""
        from huashu.voice.hearing import hot_words_of, hot_words_of_desk

        content = self.content
        return hot_words_of_desk(content) if isinstance(content, Desk) else hot_words_of(content)

    def warm_up(self) -> None:
        """Load what the first call would otherwise wait for: the context, ears and memory of the agent (S1.1)."""
        now = datetime.now(SHANGHAI)
        if isinstance(self.content, Desk):
            agent: Agent = DeskAgent(self._desk_context(self.content), Incoming(number="", began=now, records={}))
        else:
            agent = self._scenario().agent(self.content)
        for event in (Connected(at=0), Heard(at=500, end=1500, text="喂，你好，请问你是哪位？")):
            agent.step(event)

    @contextmanager
    def prepare(self, start: "CallStart") -> Iterator["Prepared"]:
        """An agent ready for one call."""
        with ExitStack() as stack:
            if isinstance(self.content, Desk):
                yield self._at_desk(self.content, start, stack)
            else:
                yield self._by_scenario(self.content, start, stack)

    def _scenario(self) -> SpineCast:
        with self._lock:
            self._cast = self._cast or SpineCast(standards=self.post.standards)
            return self._cast

    def _by_scenario(self, playbook: Playbook, start: "CallStart", stack: ExitStack) -> "Prepared":
        from huashu.voice.sip.calls import Prepared

        cast = self._scenario()
        with self._lock:
            agent = cast.agent(playbook)
        profile = profile_of(playbook)
        kept = self._kept(stack, start, None) if self.post.kept else None
        return Prepared(
            agent=agent,
            direction="outbound",
            company=kept or Known(profile),
            profile=profile,
            hot_words=self.hot_words,
            keep=_keeper(lambda log: record_to_json(record_of(log.done)), kept),
        )

    def _at_desk(self, desk: Desk, start: "CallStart", stack: ExitStack) -> "Prepared":
        from huashu.voice.sip.calls import Prepared

        context = self._desk_context(desk)
        people = trial_people(desk) if self.post.company == "memory" else ()
        systems = connected_systems(self.post.company, people)
        assert systems is not None
        stack.enter_context(systems)
        began = start.began.astimezone(SHANGHAI)
        kept = self._kept(stack, start, systems) if self.post.kept else None
        company = kept or Company(systems=systems, began=began, call=start.call_id)
        incoming = Incoming(number=start.number, began=began, records=record_behind(start.number, people))
        return Prepared(
            agent=DeskAgent(context, incoming),
            direction="inbound",
            company=company,
            profile={"customer_number": start.number} if start.number else {},
            hot_words=self.hot_words,
            keep=_keeper(lambda log: record_to_json(inbound_record(log, began)), kept),
        )

    def _desk_context(self, desk: Desk) -> DeskContext:
        with self._lock:
            if self._context is None:
                risk = Risk(self.post.risk) if self.post.risk is not None else None
                standard = load_standard(self.post.standards)
                self._context = make_desk_context(desk, default_understander(), standard, risk)
            return self._context

    def _kept(self, stack: ExitStack, start: "CallStart", systems: "Systems | None") -> Kept:
        """The call begun in the database."""
        from huashu.fulfilment import Fulfilment
        from huashu.systems import Systems

        store = stack.enter_context(opened(self.post.database))
        fulfilment = Fulfilment(store, systems or Systems())
        log = CallLog(id=start.call_id, direction="inbound" if isinstance(self.content, Desk) else "outbound")
        with told():
            fulfilment.begin(log, start.began, number=start.number)
        return Kept(fulfilment=fulfilment, call=start.call_id, began=start.began)


def _keeper(record: Callable[[CallLog], Mapping[str, Any]], kept: Kept | None) -> Callable[[CallLog], CallLog]:
    """Puts the record into a finished log, and what the call leaves into the database."""

    def keep(log: CallLog) -> CallLog:
        whole = replace(log, record=record(log))
        if kept is not None:
            with told():
                kept.fulfilment.finish(whole, kept.began)
        return whole

    return keep


Prepare = Callable[["CallStart"], AbstractContextManager["Prepared"]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """Speech in and out, and what is kept of calls. ``record``: a folder for WAV files; ``logs``: a file of calls;
    ``protected``: texts of lines that are said to their end whoever talks, like ``consent``."""

    voice: str = "trial"
    recogniser: str = "trial"
    record: Path | None = None
    consent: str = ""
    protected: tuple[str, ...] = ()
    logs: Path | None = None


def voice_settings(sound: Sound, sex: str) -> "VoiceSettings":
    """How calls are held; models are loaded when they are first used. Raises ``InputError``."""
    from huashu.voice.hearing import open_recogniser
    from huashu.voice.pipeline.settings import VoiceSettings
    from huashu.voice.ports import RecogniserError, VoiceError
    from huashu.voice.speaking import Sex, open_voice
    from huashu.voice.talk.manner import Manner

    try:
        return VoiceSettings(
            recogniser=open_recogniser(sound.recogniser),
            voice=open_voice(sound.voice, Sex(sex), kept=True),
            manner=Manner(protected=tuple(filter(None, (sound.consent, *sound.protected)))),
            recordings=sound.record,
            consent=sound.consent,
            journals=None if sound.logs is None else journals_of(sound.logs),
        )
    except (RecogniserError, VoiceError) as problem:
        raise InputError(str(problem)) from None


def journals_of(logs: Path) -> Path:
    """Where calls are written while they go on, so that a killed process loses nothing."""
    return logs.with_name(logs.name + ".journals")


def recovered(logs: Path | None) -> int:
    """Finish what a killed process left behind: the calls that were put into ``logs``. Raises ``InputError``."""
    from huashu.voice.pipeline.journal import recover_all

    if logs is None or not journals_of(logs).is_dir():
        return 0
    try:
        return len(recover_all(journals_of(logs), logs))
    except OSError as problem:
        raise InputError(f"{logs}: 写不了这个文件 (cannot be written: {problem.strerror})；请换一个位置") from None


def password_of(env: str | None, account: str) -> str:
    """The password: from the environment, or typed; empty when nobody is there to type it. Raises ``InputError``."""
    import sys

    import click

    if env is not None:
        if env not in os.environ:
            raise InputError(f"环境变量 {env} 没有设置 (is not set)；请先 export {env}=密码")
        return os.environ[env]
    if "HUASHU_SIP_PASSWORD" in os.environ:
        return os.environ["HUASHU_SIP_PASSWORD"]
    if sys.stdin.isatty():
        return str(click.prompt(f"{account} 的密码 (password)", hide_input=True, default="", show_default=False))
    return ""


def may_call(to: str, database: str | None) -> None:
    """Refuse to call ``to``, a number or a ``sip:`` address, when whoever has it does not want it (S0.13). Raises
    ``InputError``."""
    from huashu.casework.contacts import Channel, Purpose, may_contact
    from huashu.voice.sip.settings import number_of

    number = number_of(to) or to
    with opened(database) as store, store.read() as unit:
        choices = unit.contacts.of(number)
    verdict = may_contact(choices, number, Channel.CALL, Purpose.SURVEY, datetime.now().astimezone())
    if not verdict.allowed:
        raise InputError(f"{number}: 不能拨打 (may not be called)：{verdict.because}")


def transfers_of(given: Sequence[str]) -> dict[str, str]:
    """``--transfer NAME=URI`` as a table. Raises ``InputError``."""
    pairs = [one.partition("=") for one in given]
    for name, equals, uri in pairs:
        if not (name.strip() and equals and uri.strip()):
            raise InputError(
                f"--transfer {name}{equals}{uri}: 写作 名称=号码或地址 (NAME=URI)，例如 值班班长=sip:8001@pbx"
            )
    return {name.strip(): uri.strip() for name, _, uri in pairs}
