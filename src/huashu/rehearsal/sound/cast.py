"""The cast of a rehearsal with sound: huashu's own agent, customers and callers, on the telephone."""

from collections.abc import Sequence

from huashu.rehearsal.cast import SpineCast
from huashu.rehearsal.scenario import RehearsalError
from huashu.rehearsal.sound.telephone import Sounds, Telephone


class SoundCast(SpineCast):
    """``SpineCast`` whose calls are spoken. Models are loaded once, by the first call of a process."""

    def __init__(self, sounds: Sounds, standards: Sequence[str] = ()) -> None:
        super().__init__(0.0, standards)
        self.telephone = Telephone(sounds)


def need_extra() -> None:
    """Raises ``RehearsalError`` when what spoken calls need is not installed."""
    from importlib.util import find_spec

    missing = [name for name in ("soxr", "onnxruntime", "pipecat") if find_spec(name) is None]
    if missing:
        raise RehearsalError(
            f"有声演练要用语音组件，缺 {'、'.join(missing)} (the extra is missing)。请安装：pip install 'huashu[voice]'"
        )
