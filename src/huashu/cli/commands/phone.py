"""``huashu phone``: the agent on a real telephone line, over SIP."""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from huashu.cli.database import database_option
from huashu.cli.failure import InputError
from huashu.cli.standards import load, standard_option

if TYPE_CHECKING:
    from huashu.cli.phoning import Crew, Sound
    from huashu.voice.pipeline.settings import VoiceSettings
    from huashu.voice.sip.settings import LineSettings

MEMBER = "HUASHU_PHONE_MEMBER"
"""The environment variable that tells one of several processes which it is, from 0."""

COMPANIES = ("memory", "http", "own")
RISKS = ("cautious", "balanced", "brisk")
_FOLDER = click.Path(path_type=Path, file_okay=False)
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("file", metavar="FILE")
@click.option("--account", metavar="URI", help="SIP 账号，如 sip:1001@pbx.example.com (register with a PBX or trunk).")
@click.option("--password-env", metavar="NAME", help="密码在哪个环境变量里，默认 HUASHU_SIP_PASSWORD，没有就问。")
@click.option("--listen", metavar="ADDR", help="在这个地址等来电，如 0.0.0.0:5060 (take calls here; no registration).")
@click.option("--dial", "to", metavar="TO", help="拨一通电话：sip:… 或号码 (place one call), 退出码说明结果。")
@click.option(
    "--voice", default="trial", metavar="VOICE", show_default=True, help="声音，见 huashu say --list (voice)."
)
@click.option(
    "--recogniser", default="trial", metavar="R", show_default=True, help="识别，见 huashu hear (recogniser)."
)
@click.option("--codec", default="pcmu,pcma", metavar="LIST", show_default=True, help="编码，先后即优先 (G.711 laws).")
@click.option("--record", type=_FOLDER, help="录音存到这个文件夹，双声道 WAV (record both sides).")
@click.option("--consent-line", default="", metavar="TEXT", help="录音时先告知客户的话 (said when recording).")
@click.option(
    "--protect", multiple=True, metavar="TEXT", help="含这段文字的话一定说完，可重复 (said to the end, whoever talks)."
)
@click.option("--logs", type=_FILE, help="通话记录追加到这个文件 (append call logs, JSONL).")
@click.option(
    "--answer-after", type=click.IntRange(0, 3), default=2, show_default=True, help="响几声接，0 是马上接 (rings)."
)
@click.option("--ring", type=click.IntRange(5, 300), default=45, show_default=True, help="拨打时最多响几秒 (seconds).")
@click.option(
    "--max-calls", type=click.IntRange(1, 1000), default=50, show_default=True, help="每个进程同时几通 (calls)."
)
@click.option("--processes", type=click.IntRange(1, 64), default=1, show_default=True, help="几个进程，端口依次加一。")
@click.option(
    "--grace", type=click.IntRange(0, 3600), default=30, show_default=True, help="停机时等通话几秒 (seconds)."
)
@click.option("--dead-after", type=click.IntRange(1, 600), default=20, show_default=True, help="没有声音包几秒算断线。")
@click.option(
    "--transfer", "transfers", multiple=True, metavar="NAME=URI", help="转接给谁，可重复 (whom transfers reach)."
)
@click.option("--risk", type=click.Choice(RISKS), help="对骚扰来电的处理，默认照文档 (harassing calls).")
@click.option(
    "--company",
    type=click.Choice(COMPANIES),
    default="memory",
    show_default=True,
    help="谁来查询、建工单、发短信：试用的公司、公司的系统、数据库自己 (who carries out requests).",
)
@click.option("--store", is_flag=True, help="通话和它留下的事都写进数据库 (keep what calls leave).")
@database_option
@standard_option
def phone(
    file: str,
    account: str | None,
    password_env: str | None,
    listen: str | None,
    to: str | None,
    voice: str,
    recogniser: str,
    codec: str,
    record: Path | None,
    consent_line: str,
    protect: tuple[str, ...],
    logs: Path | None,
    answer_after: int,
    ring: int,
    max_calls: int,
    processes: int,
    grace: int,
    dead_after: int,
    transfers: tuple[str, ...],
    risk: str | None,
    company: str,
    store: bool,
    database: str | None,
    standards: tuple[str, ...],
) -> None:
    """接上电话线：用剧本或服务台文档 FILE 接听来电，或用 --dial 拨出一通。

    The agent on a telephone line (SIP). It takes calls by the scenario or desk FILE, many at once, until Ctrl-C or
    SIGTERM; with --dial it places one call, shows it live, and the exit code says what became of it.
    """
    _need_the_extra()
    load(standards)
    from huashu.cli.phoning import Crew, Post, Sound, may_call, recovered, transfers_of

    if to is not None and processes > 1:
        raise click.UsageError("--dial 只用一个进程 (one process)")
    if company == "own" and not store:
        raise click.UsageError("--company own 要和 --store 一起用 (needs --store)")
    line = _line(account, password_env, listen, codec, max_calls, dead_after, to)
    if processes > 1:
        sys.exit(_several(line, processes))
    post = Post(name=file, standards=standards, company=company, risk=risk, kept=store, database=database)
    crew = Crew(post)
    if to is not None and store:
        may_call(to, database)
    sound = Sound(voice=voice, recogniser=recogniser, record=record, consent=consent_line, protected=protect, logs=logs)
    if (again := recovered(logs)) > 0:
        click.echo(f"上次没写完的通话已补写 {again} 通 (recovered)", err=True)
    timing = Timing(answer_after=answer_after, ring=ring, grace=grace, member=int(os.environ.get(MEMBER, "0")))
    _run(crew, sound, line, timing, transfers_of(transfers), to, standards)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """``answer_after`` rings; a dialled telephone rings ``ring`` seconds; calls have ``grace`` seconds at the end."""

    answer_after: int
    ring: int
    grace: int
    member: int


BETWEEN_MEMBERS_MS = 300
"""Of several processes that ring for the same call each answers so much later than the one before."""


def _run(
    crew: "Crew",
    sound: "Sound",
    line: "LineSettings",
    timing: Timing,
    transfers: dict[str, str],
    to: str | None,
    standards: Sequence[str],
) -> None:
    from huashu.cli.phoning import voice_settings
    from huashu.cli.telephone import Live, finish_call, leave, quiet_libraries, run_call, run_service, tell

    quiet_libraries()
    from huashu.voice.sip.calls import PhoneSettings
    from huashu.voice.sip.serve import PhoneService, ServiceSettings

    settings = voice_settings(sound, crew.sex)
    live = Live()
    phone = PhoneSettings(
        voice=settings,
        prepare=crew.prepare,
        answer_after=timing.answer_after,
        answer_later_ms=BETWEEN_MEMBERS_MS * timing.member,
        ring_s=timing.ring,
        transfers=transfers,
        logs=sound.logs,
        watch=live.watch if to is not None else None,
    )
    service = PhoneService(ServiceSettings(line=line, phone=phone, grace_s=timing.grace), tell)
    warm_up = partial(_warm_up, settings, crew, serving=to is None)
    if to is None:
        run_service(service, warm_up)
        leave(0)
    else:
        leave(finish_call(live, run_call(service, to, warm_up), standards))


def _warm_up(settings: "VoiceSettings", crew: "Crew", *, serving: bool) -> None:
    """Blocks. Models are loaded and the lines that are sure to be said rendered before the first call (S1.1); all
    others that can be foreseen beside the calls, when there will be many (``serving``)."""
    import asyncio

    from huashu.voice.pipeline.assemble import prepare
    from huashu.voice.sip.leaving import GOODBYE, GOODBYE_OUT

    crew.warm_up()
    asyncio.run(prepare(settings, (*crew.lines, GOODBYE, GOODBYE_OUT)))
    if serving:
        _render_the_rest(settings, crew)


def _render_the_rest(settings: "VoiceSettings", crew: "Crew") -> None:
    """Returns at once. What is rendered is kept for later runs, too."""
    from threading import Thread, get_native_id

    from huashu.voice.speaking.ahead import lines_of, render_ahead
    from huashu.voice.speaking.cache import CachedVoice

    voice = settings.voice

    def render(voice: CachedVoice) -> None:
        if sys.platform == "linux":  # where a thread, and those that it starts, can give way to the calls
            os.setpriority(os.PRIO_PROCESS, get_native_id(), 15)
        for _ in render_ahead(lines_of(crew.content), voice):
            pass

    if isinstance(voice, CachedVoice):
        Thread(target=render, args=(voice,), name="render-ahead", daemon=True).start()


def _line(
    account: str | None,
    password_env: str | None,
    listen: str | None,
    codec: str,
    max_calls: int,
    dead_after: int,
    to: str | None,
) -> "LineSettings":
    """The line's settings. Raises ``InputError``."""
    from huashu.cli.phoning import password_of
    from huashu.voice.sip import settings

    if account is None and listen is None and to is None:
        raise click.UsageError("请给出 --account 或 --listen (needs an account, or an address to listen on)")
    try:
        known = None if account is None else settings.parse_account(account)
        if known is not None:
            known = replace(known, password=password_of(password_env, known.uri))
        elif listen is None and to is not None:
            known = settings.stranger(to)
        return settings.LineSettings(
            account=known,
            listen=None if listen is None else settings.parse_listen(listen),
            codecs=settings.parse_codecs(codec),
            most_calls=max_calls,
            dead_after=dead_after,
        )
    except settings.SettingsError as problem:
        raise InputError(str(problem)) from None


def _several(line: "LineSettings", processes: int) -> int:
    """The same command in several processes, each at a port of its own."""
    from huashu.cli.telephone import run_processes

    context = click.get_current_context()
    commands = []
    for member in range(processes):
        changed: dict[str, object] = {"processes": 1}
        if line.listen is not None:
            changed["listen"] = f"{line.listen[0]}:{line.listen[1] + member}"
        commands.append([sys.executable, "-m", "huashu", "phone", *_arguments(context, changed)])
    password = {} if line.account is None else {"HUASHU_SIP_PASSWORD": line.account.password}
    environments = [{**os.environ, **password, MEMBER: str(member)} for member in range(processes)]
    return run_processes(commands, environments)


def _arguments(context: click.Context, changed: Mapping[str, object]) -> Iterator[str]:
    """What this command was called with, ``changed`` in places."""
    for parameter in context.command.params:
        name = str(parameter.name)
        value = changed.get(name, context.params[name])
        if isinstance(parameter, click.Argument):
            yield str(value)
        elif value is True:
            yield parameter.opts[0]
        elif isinstance(value, tuple):
            for one in value:
                yield from (parameter.opts[0], str(one))
        elif value is not None and value is not False:
            yield from (parameter.opts[0], str(value))


def _need_the_extra() -> None:
    """Raises ``InputError`` when the voice extra is not installed."""
    missing = next((name for name in ("baresip", "pipecat") if find_spec(name) is None), None)
    if missing is not None:
        raise InputError(
            f"缺少语音组件 {missing} (the voice extra is not installed)；请先运行 pip install 'huashu[voice]'"
        )
