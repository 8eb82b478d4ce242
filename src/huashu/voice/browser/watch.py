"""What the page is told while a call goes on before its log has it: the line being spoken, half-heard words."""

from collections.abc import Callable
from typing import Any

from pipecat.observers.base_observer import BaseObserver, FramePushed

from huashu.call import Action, AudioFacts, Event, Say
from huashu.voice.pipeline.frames import OrderFrame, SignalFrame
from huashu.voice.ports import Agent
from huashu.voice.talk.signals import NoWords, Partial, Played, Playing, Speak, VoiceOff, VoiceOn, Words

Tell = Callable[[dict[str, Any]], None]
"""Takes a message for the page. Never blocks."""


class Overheard:
    """An agent, and which clauses each of its lines obeys: the page shows them while the line is spoken."""

    def __init__(self, agent: Agent) -> None:
        self.__dict__["_agent"] = agent
        self.__dict__["because"] = {}

    def step(self, event: Event) -> tuple[Action, ...]:
        """What the agent does about ``event``."""
        actions = self._agent.step(event)
        self.because.update((action.text, action.because) for action in actions if isinstance(action, Say))
        return tuple(actions)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.__dict__["_agent"], name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self.__dict__["_agent"], name, value)


class Watcher(BaseObserver):
    """Watches a pipeline go by and tells the page. ``speaker`` is whose lines the pipeline speaks."""

    def __init__(self, tell: Tell, speaker: str, because: Callable[[str], dict[str, Any]]) -> None:
        super().__init__(observe_every_push=False)
        self._tell = tell
        self._speaker = speaker
        self._because = because
        self._texts: dict[int, str] = {}
        self._began: dict[int, int] = {}

    async def on_push_frame(self, data: FramePushed) -> None:
        """A frame went from one processor to the next."""
        match data.frame:
            case OrderFrame(order=Speak(line=line, text=text)):
                self._texts[line] = text
            case SignalFrame(signal=signal):
                self._signal(signal)
            case _:
                pass

    def _signal(self, signal: object) -> None:
        match signal:
            case Playing():
                self._began[signal.line] = signal.at
                self._tell({"type": "speaking", "row": self._row(signal)})
            case Played() if signal.line in self._began:
                self._tell({"type": "spoken", "key": f"{self._speaker}-{self._began.pop(signal.line)}"})
            case Partial():
                self._tell({"type": "partial", "text": signal.text})
            case VoiceOn(hum=False):
                self._tell({"type": "hearing", "on": True})
            case VoiceOff():
                self._tell({"type": "hearing", "on": False})
            case Words() | NoWords():
                self._tell({"type": "line", "badges": badges_of(signal.audio)})
            case _:
                pass

    def _row(self, playing: Playing) -> dict[str, Any]:
        text = self._texts.get(playing.line, "")
        row = {"kind": "line", "key": f"{self._speaker}-{playing.at}", "side": self._speaker, "text": text}
        return row | {"at": playing.at, "end": playing.until} | self._because(text)


_QUIET_DBFS = -40.0
_NOISY_SNR = 12.0


def badges_of(audio: AudioFacts | None) -> list[dict[str, str]]:
    """What is the matter with the line by which somebody was just heard; one good badge when nothing is. Pure."""
    if audio is None:
        return []
    bad = []
    if audio.level_dbfs is not None and audio.level_dbfs < _QUIET_DBFS:
        bad.append(("声音偏小", "too quiet"))
    if audio.snr_db is not None and audio.snr_db < _NOISY_SNR:
        bad.append(("噪声大", "noisy"))
    if audio.echo:
        bad.append(("有回声", "echo"))
    if audio.clipped:
        bad.append(("声音过载", "clipped"))
    if bad:
        return [{"text": text, "en": en, "kind": "bad"} for text, en in bad]
    return [{"text": "线路清楚", "en": "clear", "kind": "good"}]
