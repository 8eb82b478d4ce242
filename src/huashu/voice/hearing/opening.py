"""Which recogniser a person asked for."""

from pathlib import Path

from huashu.voice.hearing.corrected import corrected
from huashu.voice.hearing.guard import Bounds, guarded
from huashu.voice.hearing.trial import TrialRecogniser
from huashu.voice.hearing.weights import trial_weights_present
from huashu.voice.ports import Recogniser, RecogniserError

WAYS = "trial、sherpa:/模型文件夹、https://服务地址/v1#模型名"
"""How a recogniser is named, for messages."""


def open_recogniser(spec: str = "trial", *, threads: int | None = None, bounds: Bounds | None = None) -> Recogniser:
    """The recogniser that ``spec`` names, ready for calls: its hot words put right by sound, and guarded within
    ``bounds``. ``warm_up`` loads it ahead.

    ``trial``: Whisper base, nothing to set up. ``sherpa:/path``: a folder with a model of sherpa-onnx; it follows along
    (``StreamingRecogniser``) when the model can. ``https://host/v1#model``: a service that speaks OpenAI's
    transcription interface; while it fails the trial recogniser stands in, if its weights are installed. ``threads`` of
    the processor work on one piece of speech. Raises ``RecogniserError``."""
    if spec == "trial":
        return guarded(corrected(TrialRecogniser(threads=threads), everyday=True), bounds)
    if spec.startswith("sherpa:"):
        from huashu.voice.hearing.sherpa import open_sherpa

        return guarded(corrected(open_sherpa(Path(spec.removeprefix("sherpa:")), threads=threads)), bounds)
    if spec.startswith(("http://", "https://")):
        from huashu.voice.hearing.http import HttpRecogniser

        stand_in = (
            guarded(corrected(TrialRecogniser(threads=threads), everyday=True), bounds)
            if trial_weights_present()
            else None
        )
        return guarded(corrected(HttpRecogniser.at(spec)), bounds, fallback=stand_in)
    raise RecogniserError(f"不认识的识别引擎：{spec} (unknown recogniser)；可以写 {WAYS}")
