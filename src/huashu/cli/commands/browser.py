"""``huashu browser``: a page with a call button, to talk to a scenario, a desk or a simulated customer."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from huashu.cli.failure import InputError
from huashu.cli.standards import load, standard_option

if TYPE_CHECKING:
    from huashu.voice.browser.board import Board
    from huashu.voice.pipeline.settings import VoiceSettings

_FILE = click.Path(path_type=Path, dir_okay=False)
_THERE = click.Path(path_type=Path, dir_okay=False, exists=True)
_FOLDER = click.Path(path_type=Path, file_okay=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What was asked for on the command line, about all calls alike."""

    voice: str
    recogniser: str
    record: Path | None
    consent: str
    logs: Path | None
    most: int
    ice: tuple[str, ...]


@click.command()
@click.argument("files", metavar="[FILE]...", nargs=-1)
@click.option("--host", default="127.0.0.1", metavar="ADDR", show_default=True, help="在哪个地址上开 (address).")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="端口，0 是随便一个 (port)."
)
@click.option(
    "--voice", default="trial", metavar="VOICE", show_default=True, help="声音，见 huashu say --list (voice)."
)
@click.option(
    "--recogniser", default="trial", metavar="R", show_default=True, help="识别，见 huashu hear (recogniser)."
)
@click.option("--record", type=_FOLDER, help="录音留在这个文件夹，默认用完就删 (keep the recordings).")
@click.option("--consent-line", default="", metavar="TEXT", help="录音时先告知客户的话 (said when recording).")
@click.option("--logs", type=_FILE, help="通话记录追加到这个文件 (append call logs, JSONL).")
@click.option(
    "--max-calls", type=click.IntRange(1, 100), default=4, show_default=True, help="同时几通 (calls at once)."
)
@click.option("--open/--no-open", "opens", default=False, show_default=True, help="打开浏览器 (open a browser).")
@click.option("--ice-server", "ice", multiple=True, metavar="URL", help="STUN、TURN 服务器，可重复，默认不用 (none).")
@click.option("--certfile", type=_THERE, help="HTTPS 证书 (TLS certificate).")
@click.option("--keyfile", type=_THERE, help="HTTPS 证书的私钥 (its key).")
@standard_option
def browser(
    files: tuple[str, ...],
    host: str,
    port: int,
    voice: str,
    recogniser: str,
    record: Path | None,
    consent_line: str,
    logs: Path | None,
    max_calls: int,
    opens: bool,
    ice: tuple[str, ...],
    certfile: Path | None,
    keyfile: Path | None,
    standards: tuple[str, ...],
) -> None:
    """在网页里通话：您当客户，或者当坐席练习；挂断后质检。

    A page with a call button: be the customer of a scenario or desk, or the agent to a simulated customer. Without FILE
    every built-in document is there.
    """
    _need_the_extra()
    load(standards)
    if (certfile is None) != (keyfile is None):
        raise click.UsageError("--certfile 和 --keyfile 要一起给 (give both)")
    from huashu.voice.pipeline.quiet import quieten

    quieten()
    from huashu.voice.browser.running import Address, run

    address = Address(host=host, port=port, certfile=certfile, keyfile=keyfile)
    wanted = Wanted(
        voice=voice,
        recogniser=recogniser,
        record=record,
        consent=consent_line,
        logs=logs,
        most=max_calls,
        ice=ice,
    )
    with _board(files, standards, wanted, host) as board:
        try:
            run(board, address, lambda url: _tell(url, address.reaches_far, certfile is not None, opens))
        except OSError as problem:
            raise InputError(
                f"{host}:{port}: 开不了服务 (cannot listen: {problem.strerror})；请换一个 --port，或写 --port 0"
            ) from None


def _tell(url: str, far: bool, safe: bool, opens: bool) -> None:
    """Say where the page is, and what has to be known about it."""
    click.echo(f"网页通话在 {url} （按 Ctrl-C 结束，Ctrl-C stops it）")
    if far and not safe:
        click.echo(
            "注意：别的机器也能打开这个网页，而浏览器只让 https 的网页用麦克风；请加 --certfile、--keyfile。"
            " (others can reach it; browsers give the microphone to https pages only)",
            err=True,
        )
    if opens:
        import webbrowser

        webbrowser.open(url)


def _need_the_extra() -> None:
    """Raises ``InputError`` when the voice extra is not installed."""
    missing = [name for name in ("aiortc", "fastapi", "pipecat", "uvicorn") if find_spec(name) is None]
    if missing:
        raise InputError(
            f"缺少语音组件 {'、'.join(missing)} (the voice extra is missing)；请先运行 pip install 'huashu[voice]'"
        )


@contextmanager
def _board(files: tuple[str, ...], standards: tuple[str, ...], wanted: Wanted, host: str) -> Iterator["Board"]:
    """The switchboard: everything that can be wrong with what was asked for is found here. Raises ``InputError``."""
    from huashu.cli.browsing.house import DocumentHouse
    from huashu.cli.browsing.subjects import read_documents
    from huashu.cli.logs import append
    from huashu.cli.phoning import recovered
    from huashu.voice.browser.board import Board
    from huashu.voice.browser.ice import Ice
    from huashu.voice.browser.kept import Shelf

    documents = read_documents(files)
    if (again := recovered(wanted.logs)) > 0:
        click.echo(f"上次没写完的通话已补写 {again} 通 (recovered)", err=True)
    with tempfile.TemporaryDirectory(prefix="huashu-browser-") as ours:
        settings = _settings(wanted, wanted.record or Path(ours))
        yield Board(
            house=DocumentHouse(documents, settings, standards),
            ice=Ice.bound_to(host, wanted.ice),
            shelf=Shelf(ours=wanted.record is None),
            most=wanted.most,
            keep=partial(append, wanted.logs) if wanted.logs is not None else None,
        )


def _settings(wanted: Wanted, recordings: Path) -> "Callable[[Any], VoiceSettings]":
    """How calls are held, by the sex of the other side; models are loaded once. Raises ``InputError``."""
    from huashu.cli.phoning import journals_of
    from huashu.voice.hearing import open_recogniser
    from huashu.voice.pipeline.settings import VoiceSettings
    from huashu.voice.ports import RecogniserError, VoiceError
    from huashu.voice.speaking import Sex, open_voice

    try:
        ears = open_recogniser(wanted.recogniser)
        mouths = {sex.value: open_voice(wanted.voice, sex, kept=True) for sex in Sex}
    except (RecogniserError, VoiceError) as problem:
        raise InputError(str(problem)) from None
    made = {
        sex: VoiceSettings(
            recogniser=ears,
            voice=mouth,
            recordings=recordings,
            consent=wanted.consent,
            journals=None if wanted.logs is None else journals_of(wanted.logs),
        )
        for sex, mouth in mouths.items()
    }
    return lambda sex: made[sex]
