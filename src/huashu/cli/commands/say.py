"""``huashu say``: speech from text, the voices there are, and a document's lines rendered ahead."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from huashu import library
from huashu.cli.failure import InputError

if TYPE_CHECKING:
    from huashu.playbook.desk import Desk
    from huashu.playbook.model import Playbook
    from huashu.voice.audio import Pcm
    from huashu.voice.ports import Voice

_WORKERS_OF_A_SERVICE = 4


@click.command()
@click.argument("text", metavar="[TEXT|FILE]", required=False)
@click.option("--voice", "spec", default="trial", show_default=True, metavar="VOICE", help="用哪个声音 (which voice).")
@click.option("--sex", type=click.Choice(["female", "male"]), help="女声、男声，声音没写人选时用 (sex of the voice).")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="录音写到这里，默认 say.wav (WAV file).")
@click.option("--read", "only_read", is_flag=True, help="只显示怎么读，不出声 (print how it is read aloud).")
@click.option("--list", "lists", is_flag=True, help="列出声音和许可 (voices and their licences).")
@click.option("--ahead", is_flag=True, help="把文档里的话提前读好存起来 (render a document's lines ahead).")
def say(
    text: str | None, spec: str, sex: str | None, out: Path | None, only_read: bool, lists: bool, ahead: bool
) -> None:
    """把文字读成录音；FILE 是剧本、服务台文档，或 library:NAME。

    Speech from text, as a WAV file. With --ahead the lines of a scenario or desk document are rendered into the cache,
    so that nothing has to be synthesised during a call.
    """
    if lists:
        _print_voices()
        return
    if not text:
        raise click.UsageError("要读什么？写一句话，或者用 --list (give TEXT, or --list)")
    if only_read:
        _print_reading(text)
    elif ahead:
        _render(text, _opened(spec, sex))
    else:
        _speak(text, _opened(spec, sex), out or Path("say.wav"))


def _print_voices() -> None:
    from huashu.voice.speaking.catalogue import voices

    for offer in voices():
        sex = f" {offer.sex.value}" if offer.sex else ""
        click.echo(f"{offer.spec}{sex}\n    {offer.about}\n    许可 (licence)：{offer.licence}")


def _print_reading(text: str) -> None:
    from huashu.voice.speaking.reading import read_aloud

    click.echo(read_aloud(text))


def _opened(spec: str, sex: str | None) -> "Voice":
    from huashu.voice.ports import VoiceError
    from huashu.voice.speaking.catalogue import open_voice
    from huashu.voice.speaking.people import Sex

    try:
        return open_voice(spec, Sex(sex) if sex else None)
    except VoiceError as problem:
        raise InputError(str(problem)) from None


def _speak(text: str, voice: "Voice", out: Path) -> None:
    from huashu.voice.audio import ms_of
    from huashu.voice.ports import VoiceError

    try:
        pcm = voice.speak(text)
        rate = voice.rate
    except VoiceError as problem:
        raise InputError(str(problem)) from None
    if not len(pcm):
        raise InputError("这段话里没有能读出来的字 (nothing in it can be spoken)")
    _write(out, pcm, rate)
    click.echo(f"{out}：{ms_of(pcm, rate) / 1000:.1f} 秒，{rate} Hz，{voice.name}")


def _write(out: Path, pcm: "Pcm", rate: int) -> None:
    from huashu.voice.speaking.cache import wav_bytes

    try:
        out.write_bytes(wav_bytes(pcm, rate))
    except OSError as problem:
        raise InputError(f"{out}: 写不了 (cannot be written: {problem.strerror})；请换一个 --out") from None


def _render(name: str, voice: "Voice") -> None:
    from huashu.voice.speaking.ahead import lines_of, render_ahead
    from huashu.voice.speaking.cache import CachedVoice

    kept = CachedVoice(voice)
    lines = lines_of(_document(name))
    workers = _WORKERS_OF_A_SERVICE if voice.name.startswith("http") else 1
    made, failures, total = 0, {}, 0
    with click.progressbar(length=0, label="读台词 (rendering)", file=sys.stderr) as bar:
        for rendered in render_ahead(lines, kept, workers=workers):
            bar.length = total = rendered.total
            made += rendered.made
            if rendered.failure:
                failures[rendered.text] = rendered.failure
            bar.update(1)
    for text, failure in list(failures.items())[:5]:
        click.echo(f"没读出来 (failed)：{text}：{failure}", err=True)
    click.echo(
        f"{name}：{total} 句，新读 {made} 句 (rendered)，已有 {total - made - len(failures)} 句 (kept)，{voice.name}"
    )
    if failures:
        raise InputError(f"{len(failures)} 句没有读出来 (could not be spoken)；再运行一次只补这些")


def _document(name: str) -> "Playbook | Desk":
    from huashu.cli.desks import load_desk
    from huashu.cli.documents import load_playbook, read_text
    from huashu.playbook.desk import is_desk

    if not name.startswith(library.SCHEME) and not Path(name).exists():
        raise InputError(f"{name}: 没有这个文件 (no such file)；--ahead 要一份剧本或服务台文档，或 library:NAME")
    return load_desk(name) if is_desk(read_text(name)) else load_playbook(name)
