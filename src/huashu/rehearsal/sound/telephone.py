"""A telephone for rehearsals: the two talk aloud, in memory and on virtual time."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from huashu.call import CallLog, Heard
from huashu.language.completeness import Completeness
from huashu.rehearsal.ports import Agent, Company, Customer, Played, Setting
from huashu.rehearsal.score import SoundScore
from huashu.rehearsal.sound.account import KEY, Account, account_of, account_to_json
from huashu.rehearsal.sound.ears import Engine, Given
from huashu.rehearsal.sound.lines import Line, draw_line
from huashu.rehearsal.sound.measure import measured
from huashu.rehearsal.sound.party import Habits, Party
from huashu.rehearsal.sound.truth import told
from huashu.rehearsal.sound.virtual import Call, Delays
from huashu.rehearsal.sound.voices import Voices, sex_of
from huashu.rehearsal.sound.wire import Degraded
from huashu.voice.audio import TELEPHONE_HZ
from huashu.voice.line.listener import Listener
from huashu.voice.line.noises import NoiseKind
from huashu.voice.ports import Recogniser
from huashu.voice.recordings.wav import write_stereo
from huashu.voice.talk.conversation import Conversation

if TYPE_CHECKING:
    from huashu.rehearsal.sound.virtual import Piece
    from huashu.voice.audio import Pcm
    from huashu.voice.talk import signals

GIVEN = "given"
"""In place of a recogniser: the words are given as soon as they are spoken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sounds:
    """How calls are spoken. ``line``: see ``lines.draw_line``; ``recogniser``, ``voices``: as in ``huashu hear`` and
    ``huashu say``, or ``GIVEN``; ``recordings``: a folder for the sound of every call."""

    line: str = "phone"
    recogniser: str = "trial"
    voices: str = "trial"
    recordings: Path | None = None
    habits: Habits = field(default_factory=Habits)
    delays: Delays = field(default_factory=Delays)
    over_sip: bool = False
    """Through a real call on the loopback, in real time."""


class MemoryTelephone:
    """Makes spoken calls, one after the other. Models are loaded by the first call; what has been spoken or recognised
    once is remembered."""

    def __init__(self, sounds: Sounds, complete: Callable[[str], Completeness] | None = None) -> None:
        self.sounds = sounds
        self.voices = Voices(sounds.voices)
        self._complete = complete
        self._engines: dict[tuple[str, ...], Engine] = {}
        self._recogniser: Recogniser | None = None

    def call(self, agent: Agent, customer: Customer, company: Company | None, setting: Setting) -> Played:
        """Let the two talk."""
        draws = Random(f"{setting.seed}/sound")
        line = draw_line(self.sounds.line, draws)
        sex = sex_of(setting.agent)
        mouth = self.voices.customer(sex_of(setting.customer), draws)
        party = Party(customer, mouth, line, draws, self.sounds.habits)
        conversation = Conversation(
            agent,
            self._completeness(),
            call_id=setting.id,
            direction=setting.direction,
            profile=setting.profile,
        )
        call = Call(
            conversation,
            party,
            ear=Listener(TELEPHONE_HZ),
            wire=Degraded(party, setting.seed, self._others(line, draws)),
            recognise=self._ears(party, setting),
            voice=self.voices.agent(sex).say,
            company=company,
            delays=self.sounds.delays,
            recorded=self.sounds.recordings is not None,
        )
        heard = call.run(inbound=setting.direction == "inbound")
        log = conversation.log()
        self._record(setting.id, heard.customer, heard.agent)
        account = account_of(party.spoken, heard, line, log)
        hearings = [event for event in log.events if isinstance(event, Heard)]
        truth = told(customer.truth(), party.spoken, hearings) | {KEY: account_to_json(account)}
        return Played(events=log.events, done=log.done, capped=heard.capped, truth=truth, account=account)

    def measured(self, log: CallLog, played: Played) -> SoundScore:
        """How the finished call was spoken."""
        assert isinstance(played.account, Account)
        return measured(log, played.account, str((log.record or {}).get("end_reason") or ""))

    def _others(self, line: Line, draws: Random) -> "Pcm | None":
        """What other people nearby say, where they are to be heard."""
        import numpy as np

        if line.degradation.noise not in (NoiseKind.BABBLE, NoiseKind.TV):
            return None
        return np.concatenate([self.voices.customer(None, draws).say(text) for text in _BABBLE])

    def _completeness(self) -> Callable[[str], Completeness]:
        if self._complete is None:
            from huashu.language.completeness import default_completeness

            self._complete = default_completeness().read
        return self._complete

    def _ears(self, party: Party, setting: Setting) -> "Callable[[Piece], signals.Words | signals.NoWords]":
        if self.sounds.recogniser == GIVEN:
            return Given(party.spoken, Random(f"{setting.seed}/ears"))
        if setting.names not in self._engines:
            self._engines = {setting.names: Engine(self._open(), setting.names)}
        return self._engines[setting.names]

    def _open(self) -> Recogniser:
        if self._recogniser is None:
            from huashu.voice.hearing.opening import open_recogniser

            self._recogniser = open_recogniser(self.sounds.recogniser, threads=1)
        return self._recogniser

    def _record(self, name: str, customer: "list[Pcm]", agent: "list[Pcm]") -> None:
        if self.sounds.recordings is None:
            return
        import numpy as np

        self.sounds.recordings.mkdir(parents=True, exist_ok=True)
        path = self.sounds.recordings / recording_name(name)
        write_stereo(path, np.concatenate(customer), np.concatenate(agent), TELEPHONE_HZ)


def recording_name(call: str) -> str:
    """The file name of a call's recording."""
    return "".join(one if one.isalnum() or one in "-_#" else "-" for one in call).strip("-") + ".wav"


_BABBLE = (
    "今天下午开会的材料我已经放在桌上了，你看一下有没有要改的地方。",
    "那家店的面条不错，下次我们带孩子一起去尝尝。",
    "路上车多，我大概还要二十分钟才能到，你们先吃吧。",
)
