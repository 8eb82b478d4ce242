"""``huashu line``: what the line of a recording measures."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from huashu.cli.failure import InputError
from huashu.cli.output import write_json

if TYPE_CHECKING:
    from huashu.voice.line.report import Measured
    from huashu.voice.recordings.reading import Recording

_SIDES = {1: ("mono",), 2: ("left", "right")}
_LABELS = {"mono": "单声道", "left": "左声道", "right": "右声道"}
_CONDITIONS = {
    "clean": "良好",
    "silent": "无声",
    "quiet": "声音太小",
    "noisy": "噪声大",
    "clipped": "削波",
    "echo": "免提或回声",
    "lossy": "丢包",
}


@click.command()
@click.argument("file", metavar="FILE.wav", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="每个声道一个 JSON 对象 (one JSON object a channel).")
def line(file: Path, as_json: bool) -> None:
    """测量录音的线路：音量、噪声、信噪比，什么时候出了什么问题。

    What the line of a recording measures: level of speech, noise, signal-to-noise ratio, and what was wrong with it
    when. The channels of a stereo recording are measured apart, each as the other side heard it.
    """
    from huashu.voice.line.report import measure

    recording = _read(file)
    for note in recording.notes:
        click.echo(note, err=True)
    channels = recording.channels
    for place, (side, pcm) in enumerate(zip(_SIDES[len(channels)], channels, strict=True)):
        measured = measure(pcm, recording.rate, channels[1 - place] if len(channels) == 2 else None)
        if as_json:
            write_json(_json(side, measured))
        else:
            _print(side, measured)


def _read(file: Path) -> "Recording":
    try:
        import onnxruntime  # noqa: F401

        from huashu.voice.recordings.reading import RecordingError, read_recording
    except ImportError as problem:
        raise InputError(f"缺少 {problem.name} (not installed)：pip install 'huashu[voice]'") from None
    try:
        return read_recording(file)
    except RecordingError as problem:
        raise InputError(str(problem)) from None
    except ImportError as problem:
        raise InputError(f"缺少 {problem.name} (not installed)：pip install 'huashu[voice]'") from None
    except OSError as problem:
        raise InputError(f"{file}: 打不开 (cannot be opened: {problem.strerror})；请检查路径") from None


def _json(side: str, measured: "Measured") -> dict[str, Any]:
    facts = measured.facts
    return {
        "side": side,
        "seconds": measured.lasts / 1000,
        "speech": measured.speech,
        "noise_dbfs": measured.noise_dbfs,
        "level_dbfs": facts.level_dbfs,
        "snr_db": facts.snr_db,
        "clipped": facts.clipped,
        "echo": facts.echo,
        "lost": facts.lost,
        "conditions": [
            {"condition": span.condition.value, "t": span.began / 1000, "end": span.ended / 1000}
            for span in measured.spans
        ],
    }


def _print(side: str, measured: "Measured") -> None:
    facts = measured.facts
    click.echo(f"{_LABELS[side]}  {measured.lasts / 1000:.1f} s，说话占 {measured.speech:.0%}")
    if facts.level_dbfs is None:
        click.echo(f"  没有人说话 (nobody speaks)；噪声 {measured.noise_dbfs:.0f} dBFS")
    else:
        click.echo(
            f"  音量 {facts.level_dbfs:.0f} dBFS，噪声 {measured.noise_dbfs:.0f} dBFS，"
            f"信噪比 {facts.snr_db:.0f} dB，缺失 {facts.lost or 0:.1%}"
        )
    for span in measured.spans:
        name = f"{_CONDITIONS[span.condition.value]} ({span.condition.value})"
        click.echo(f"  {span.began / 1000:7.1f} – {span.ended / 1000:.1f} s  {name}")
