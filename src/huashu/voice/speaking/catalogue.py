"""Voices by name: what is written in a command or a settings file becomes a voice."""

from dataclasses import dataclass

from huashu.voice.ports import Voice, VoiceError
from huashu.voice.speaking.people import Sex


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A voice one can ask for: how it is written, how it is heard, what it is and under which licence."""

    spec: str
    sex: Sex | None
    about: str
    licence: str


def voices() -> tuple[Offer, ...]:
    """Every voice that can be asked for here, packaged ones first. Cheap: no model is loaded."""
    from huashu.voice.speaking import espeak, trial

    packaged = [
        Offer(spec=f"trial:{person}", sex=build.sex, about=_TRIAL, licence=_TRIAL_LICENCE)
        for person, build in trial.BUILDS.items()
    ]
    plain = [
        Offer(spec=f"espeak:{person}", sex=build.sex, about=_ESPEAK, licence=_ESPEAK_LICENCE)
        for person, build in espeak.BUILDS.items()
    ]
    brought = [
        Offer(spec="sherpa:FOLDER[#SPEAKER]", sex=None, about=_SHERPA, licence=_YOURS),
        Offer(spec="https://HOST/v1#MODEL,VOICE", sex=None, about=_HTTP, licence=_YOURS),
    ]
    return (*packaged, *plain, *brought)


def open_voice(spec: str = "trial", sex: Sex | None = None, *, kept: bool = False) -> Voice:
    """The voice that ``spec`` names: ``trial``, ``trial:male-2``, ``espeak:female``, ``sherpa:FOLDER#SPEAKER``,
    ``https://HOST/v1#MODEL,VOICE``; several with ``|`` between them stand in for each other in that order. ``sex``
    picks the person of a packaged voice where none is named. ``kept``: with a cache (``CachedVoice``) of what it has
    spoken, shared by this user's processes. Where the trial voice's weights are missing, espeak speaks. Raises
    ``VoiceError`` for a name that means nothing."""
    if "|" in spec:
        from huashu.voice.speaking.fallback import FallbackVoice

        return FallbackVoice(tuple(open_voice(part.strip(), sex, kept=kept) for part in spec.split("|")))
    if kept:
        from huashu.voice.speaking.cache import CachedVoice

        return CachedVoice(open_voice(spec, sex))
    engine, _, rest = spec.strip().partition(":")
    person = rest or (sex or Sex.FEMALE).value
    match engine:
        case "trial":
            return _trial(person)
        case "espeak":
            from huashu.voice.speaking.espeak import EspeakVoice

            return EspeakVoice(person)
        case "sherpa":
            from huashu.voice.speaking.sherpa import SherpaVoice

            return SherpaVoice.of(rest)
        case "http" | "https":
            from huashu.voice.speaking.http import HttpVoice

            return HttpVoice.of(spec.strip())
        case _:
            raise VoiceError(
                f"没有叫 {spec} 的声音 (no such voice)。可用：trial、espeak、sherpa:模型文件夹、https://服务/v1#模型,声音；"
                "完整列表：huashu say --list"
            )


def _trial(person: str) -> Voice:
    """A person of the trial voice; somebody of the same sex of the fallback where its weights are not installed."""
    from huashu.voice.speaking.espeak import EspeakVoice
    from huashu.voice.speaking.trial import TrialVoice
    from huashu.voice.speaking.weights import trial_weights_present

    trial = TrialVoice(person)
    if trial_weights_present():
        return trial
    sex, _, number = person.partition("-")
    return EspeakVoice(f"{sex}-2" if number in ("2", "4") else sex)


_TRIAL = "试用声音：随包自带，免联网 (FastSpeech 2 + MB-MelGAN, packaged)"
_TRIAL_LICENCE = "仅供试用评估：训练语料限非商业用途 (evaluation only: its training corpus is for non-commercial use)"
_ESPEAK = "备用声音：机器味较重 (eSpeak NG)"
_ESPEAK_LICENCE = "GPL-3.0-or-later"
_SHERPA = "您自己的模型：VITS、Matcha、Kokoro (your own models on sherpa-onnx)"
_HTTP = "您自己的语音服务，OpenAI 兼容 (your own service, OpenAI-compatible)"
_YOURS = "以您的模型或服务为准 (that of your model or service)"
