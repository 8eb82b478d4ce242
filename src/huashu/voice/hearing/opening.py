"""Which recogniser a person asked for."""

from huashu.voice.hearing.trial import TrialRecogniser
from huashu.voice.ports import Recogniser, RecogniserFailed

WAYS = "trial、sherpa:/模型文件夹、https://服务地址/v1#模型名"
"""How a recogniser is named, for messages."""


def open_recogniser(spec: str = "trial", *, threads: int | None = None) -> Recogniser:
    """The recogniser that ``spec`` names: ``trial`` (Whisper base, nothing to set up), ``sherpa:/path`` (a folder with
    a model of sherpa-onnx), or the address of a service that speaks OpenAI's transcription interface, with the model
    after ``#``. ``threads`` of the processor work on one piece of speech. Raises ``RecogniserFailed``."""
    if spec == "trial":
        return TrialRecogniser(threads=threads)
    raise RecogniserFailed(f"不认识的识别引擎：{spec} (unknown recogniser)；可以写 {WAYS}")
