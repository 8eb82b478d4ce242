"""Rehearsal with sound: simulated customers speak over lines made bad on purpose, and the agent hears them with its
own ears. Virtual time, in memory; needs the extra ``voice``."""

from importlib.util import find_spec

from huashu.rehearsal.scenario import RehearsalError


def missing() -> tuple[str, ...]:
    """Packages that spoken calls need and that are not installed."""
    return tuple(name for name in ("soxr", "onnxruntime", "pipecat") if find_spec(name) is None)


def need_extra() -> None:
    """Raises ``RehearsalError`` when what spoken calls need is not installed."""
    if lacks := missing():
        raise RehearsalError(
            f"有声演练要用语音组件，缺 {'、'.join(lacks)} (the extra is missing)。请安装：pip install 'huashu[voice]'"
        )
