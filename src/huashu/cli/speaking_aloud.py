"""``huashu rehearse --sound``: its options, and the cast that speaks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from huashu.cli.failure import InputError

if TYPE_CHECKING:
    from huashu.rehearsal import CastMaker, Suite

_WORTH: Final = 4
"""Spoken calls from which another process is worth its start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What was asked for."""

    sound: bool
    line: str | None
    recogniser: str | None
    voices: str | None
    recordings: Path | None
    over: str | None


def sound_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options that say how calls are spoken."""
    folder = click.Path(path_type=Path, file_okay=False)
    for option in (
        click.option(
            "--over",
            type=click.Choice(("memory", "sip")),
            help="默认在内存里，快于实时；sip：本机真打一通 (how calls are made).",
        ),
        click.option("--recordings", type=folder, help="把每通的录音写进文件夹 (stereo WAV of every call)."),
        click.option("--voices", metavar="SPEC", help="双方的声音，同 huashu say；默认 trial (voices)."),
        click.option("--recogniser", metavar="SPEC", help="同 huashu hear；默认 trial；given：不识别，直接给出原话。"),
        click.option("--line", metavar="SPEC", help="clean|phone|bad|mixed，或同 huashu line；默认 phone (the line)."),
        click.option("--sound", is_flag=True, help="客户开口说话，坐席用耳朵听 (rehearse aloud)."),
    ):
        command = option(command)
    return command


def cast_aloud(spoken: Spoken, suite: "Suite", standards: Sequence[str]) -> "CastMaker":
    """The cast of a rehearsal with sound. Raises ``InputError`` when it cannot be had."""
    from huashu.rehearsal import RehearsalError
    from huashu.rehearsal.sound import need_extra

    try:
        need_extra()
    except RehearsalError as problem:
        raise InputError(str(problem)) from None
    from huashu.rehearsal.sound.cast import SoundCast
    from huashu.rehearsal.sound.lines import LineChoiceError, read_choice
    from huashu.rehearsal.sound.telephone import GIVEN, Sounds

    sounds = Sounds(
        line=spoken.line or "phone",
        recogniser=spoken.recogniser or "trial",
        voices=spoken.voices or "trial",
        recordings=spoken.recordings,
        over_sip=spoken.over == "sip",
    )
    if sounds.over_sip:
        _need_sip(suite)
    try:
        read_choice(sounds.line)
    except LineChoiceError as problem:
        raise InputError(str(problem)) from None
    _openable(sounds.voices, None if sounds.recogniser == GIVEN else sounds.recogniser)
    return partial(SoundCast, sounds, tuple(standards))


def _need_sip(suite: "Suite") -> None:
    from importlib.util import find_spec

    from huashu.rehearsal.scenario import Scenario

    if find_spec("baresip") is None:
        raise InputError("--over sip 缺 baresip-python (missing)。请安装：pip install 'huashu[voice]'")
    desks = [one.name for one in suite.scenarios if not isinstance(one, Scenario)]
    if desks:
        raise InputError(f"{desks[0]}: 服务台的来电只在内存里演练 (desks are rehearsed in memory)；请去掉 --over sip")


def _openable(voices: str, recogniser: str | None) -> None:
    """Find out before the work that there is no such voice or recogniser. Loads no model."""
    from huashu.voice.hearing.opening import open_recogniser
    from huashu.voice.ports import RecogniserError, VoiceError
    from huashu.voice.speaking.catalogue import open_voice

    try:
        open_voice(voices)
        if recogniser is not None:
            open_recogniser(recogniser)
    except (VoiceError, RecogniserError) as problem:
        raise InputError(str(problem)) from None


def told_of_nothing(spoken: Spoken) -> None:
    """Raises ``click.UsageError`` when options of spoken calls stand without ``--sound``."""
    given: dict[str, Any] = {
        "--line": spoken.line,
        "--recogniser": spoken.recogniser,
        "--voices": spoken.voices,
        "--recordings": spoken.recordings,
        "--over": spoken.over,
    }
    useless = [name for name, value in given.items() if value is not None]
    if useless and not spoken.sound:
        raise click.UsageError(f"{'、'.join(useless)} 要和 --sound 一起用 (needs --sound)")


def usual_workers(calls: int) -> int:
    """Processes for so many spoken calls: one for each core when there is enough for each to do."""
    import os

    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, calls // _WORTH))
