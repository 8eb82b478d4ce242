"""``huashu hear``: what is said in a recording, piece by piece."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from huashu.cli.failure import InputError
from huashu.cli.output import write_json

if TYPE_CHECKING:
    from huashu.voice.ports import Recogniser, Transcript
    from huashu.voice.recordings.reading import Recording
    from huashu.voice.recordings.speech import Utterance

_PAUSE_MS = 300
_PATIENCE_S = 120.0
"""A recording can wait longer for its words than a customer."""

_SIDES = {1: ("mono",), 2: ("left", "right")}
_LABELS = {"mono": "", "left": "左 ", "right": "右 "}


@click.command()
@click.argument("file", metavar="FILE.wav", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--recogniser",
    "spec",
    default="trial",
    show_default=True,
    metavar="SPEC",
    help="用哪个识别引擎 (which recogniser).",
)
@click.option("--hot", "hot_words", multiple=True, metavar="WORD", help="可能说到的名字、产品，可重复 (hot words).")
@click.option("--json", "as_json", is_flag=True, help="每段一个 JSON 对象 (one JSON object a piece).")
def hear(file: Path, spec: str, hot_words: tuple[str, ...], as_json: bool) -> None:
    """把录音听写成文字：每段的时间、声道和内容。

    The words of a recording with the time of each piece of speech; the channels of a stereo recording are told apart.
    SPEC is trial, sherpa:/FOLDER, or https://HOST/v1#MODEL.
    """
    recording, recogniser = _read(file), _opened(spec)
    sides = _SIDES[len(recording.channels)]
    for note in recording.notes:
        click.echo(note, err=True)
    found = 0
    for utterance, heard in _heard(recording, recogniser, hot_words):
        found += 1
        _tell(utterance, sides[utterance.side], heard, as_json=as_json)
    if not found:
        click.echo(f"{file}: 没有听出一句话 (no words in it)", err=True)


def _read(file: Path) -> "Recording":
    from huashu.voice.recordings.reading import RecordingError, read_recording

    try:
        return read_recording(file)
    except RecordingError as problem:
        raise InputError(str(problem)) from None
    except ImportError as problem:
        raise InputError(f"缺少 {problem.name} (not installed)：pip install 'huashu[voice]'") from None
    except OSError as problem:
        raise InputError(f"{file}: 打不开 (cannot be opened: {problem.strerror})；请检查路径") from None


def _opened(spec: str) -> "Recogniser":
    from huashu.voice.hearing import Bounds, open_recogniser, warm_up
    from huashu.voice.ports import RecogniserError

    try:
        recogniser = open_recogniser(spec, bounds=Bounds(within_s=_PATIENCE_S, at_once=1))
        warm_up(recogniser)
    except RecogniserError as problem:
        raise InputError(str(problem)) from None
    return recogniser


def _heard(
    recording: "Recording", recogniser: "Recogniser", hot_words: tuple[str, ...]
) -> "Iterator[tuple[Utterance, Transcript]]":
    """What was said, in the order in which it began; what gave no words is left out."""
    from huashu.voice.ports import RecogniserError
    from huashu.voice.recordings.speech import listened, sound_of, utterances

    pieces = [
        piece
        for channel in range(len(recording.channels))
        for piece in listened(recording, channel, pause=_PAUSE_MS).pieces
    ]
    for utterance in utterances(pieces):
        pcm = sound_of(recording, utterance.side, utterance.at, utterance.end)
        try:
            heard = recogniser.recognise(pcm, recording.rate, hot_words)
        except RecogniserError as problem:
            raise InputError(str(problem)) from None
        if heard.text:
            yield utterance, heard


def _tell(utterance: "Utterance", side: str, heard: "Transcript", *, as_json: bool) -> None:
    at, end = utterance.at / 1000, utterance.end / 1000
    if as_json:
        write_json({"side": side, "t": at, "end": end, "text": heard.text, "confidence": heard.confidence})
        return
    sure = f"  ({heard.confidence:.0%})" if heard.confidence is not None else ""
    click.echo(f"{_clock(at)}–{_clock(end)} {_LABELS[side]}{heard.text}{sure}")


def _clock(seconds: float) -> str:
    return f"{int(seconds // 60):02d}:{seconds % 60:04.1f}"
