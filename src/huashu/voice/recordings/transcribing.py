"""From a recording to a call log: who said what and when, how loud, over whom, and what else was heard."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Literal

from huashu.call import AudioFacts, CallLog, Event, Heard, Ms, Said
from huashu.call.imports.build import Facts, build
from huashu.call.imports.options import NO_OPTIONS, ImportOptions
from huashu.voice.ports import Recogniser
from huashu.voice.recordings.heard import HeardCall, Line, Sounds
from huashu.voice.recordings.holds import Span, music
from huashu.voice.recordings.leaks import without_leaks
from huashu.voice.recordings.reading import Recording, RecordingError
from huashu.voice.recordings.sides import AgentSide, agent_side
from huashu.voice.recordings.speech import Listened, Piece, Utterance, listened, sound_of, utterances
from huashu.voice.recordings.tones import call_tones, keys_of
from huashu.voice.recordings.voices import told_apart

AgentChannel = Literal["auto", "left", "right"]
"""Which channel the agent is; ``auto``: told by what is said."""

_PAUSE: Ms = 180
_PAUSE_OF_ONE: Ms = 120
"""In one channel for both, so that an answer that comes at once is a piece of its own."""
_LISTENING = 0.2
"""The part of the work that is not recognising."""
_HUM: Ms = 600
"""What sounds like a hum and gives no words is one when it is so short."""

_NO_CHANNEL = "单声道没有左右之分，--agent-channel 没有用上 (mono: there is no channel to choose)"

Told = Callable[[float], None]


def transcribe(
    recording: Recording,
    recogniser: Recogniser,
    *,
    agent_channel: AgentChannel = "auto",
    options: ImportOptions = NO_OPTIONS,
    hot_words: tuple[str, ...] = (),
    told: Told | None = None,
) -> CallLog:
    """The call that a recording is of, with measured times and the facts of the sound.

    ``options``: direction, kind of agent and of call where the user says so. ``hot_words``: names that may occur.
    ``told`` hears how far it is, from 0 to 1. What was made of the recording is under ``extra["recorded"]``: the
    recogniser, the channels, which of them the agent is and how sure that is, the events of whose speaker nobody can
    be sure (``unsure``), those of whose words the recogniser was not (``doubtful``), and notes in words. Raises
    ``RecordingError`` when nobody says anything, and ``RecogniserError``.
    """
    tell = told or (lambda share: None)
    channels, leaks = _listen(recording, lambda share: tell(_LISTENING * share))
    sounds = tuple(
        Sounds(
            tones=call_tones(pcm, recording.rate),
            keys=keys_of(pcm, recording.rate),
            music=music(channel.levels, channel.pieces),
        )
        for pcm, channel in zip(recording.channels, channels, strict=True)
    )
    spoken = utterances(_speech(recording, channels, sounds))
    lines, mutters = _recognised(
        recording, spoken, recogniser, hot_words, lambda share: tell(_LISTENING + (1 - _LISTENING) * share)
    )
    if not lines:
        raise RecordingError(f"{recording.name}: 听不出一句话 (no words in it)；请检查是不是通话录音、音量够不够")
    if agent_channel != "auto" and len(recording.channels) == 1:
        recording = replace(recording, notes=(*recording.notes, _NO_CHANNEL))
    heard = HeardCall(
        recording=recording,
        channels=channels,
        sounds=sounds,
        lines=lines,
        mutters=mutters,
        agent=_agent(recording, lines, agent_channel, options),
        leaks=leaks,
    )
    log = build(heard.turns(), Facts(id="", agent=options.agent or "human"), options, recording.name)
    events = _with_audio(log.events, [line.utterance.audio for line in lines])
    return replace(log, events=events, extra={**log.extra, "recorded": heard.told(recogniser.name, events)})


def _listen(recording: Recording, tell: Told) -> tuple[tuple[Listened, ...], tuple[int, ...]]:
    """Every channel listened to, without what leaks from one into the other; how much leaked into each."""
    count = len(recording.channels)
    pause = _PAUSE if count > 1 else _PAUSE_OF_ONE

    def one(number: int) -> Listened:
        return listened(recording, number, pause=pause, told=lambda share: tell((number + share) / count))

    channels = tuple(map(one, range(count)))
    return without_leaks(channels) if count > 1 else (channels, (0,))


def _speech(
    recording: Recording,
    channels: Sequence[Listened],
    sounds: Sequence[Sounds],
) -> tuple[Piece, ...]:
    """What was said by whom, without tones and music that were taken for speech."""
    found: list[Piece] = []
    for channel, other in zip(channels, sounds, strict=True):
        others = [*((tone.at, tone.end) for tone in (*other.tones, *other.keys)), *other.music]
        spoken = tuple(piece for piece in channel.pieces if not _is_mostly(piece, others))
        found += told_apart(recording, spoken) if len(channels) == 1 else spoken
    return tuple(found)


def _is_mostly(piece: Piece, spans: Sequence[Span]) -> bool:
    inside = sum(max(0, min(piece.end, end) - max(piece.at, at)) for at, end in spans)
    return inside > 0.6 * (piece.end - piece.at)


def _recognised(
    recording: Recording,
    spoken: Sequence[Utterance],
    recogniser: Recogniser,
    hot_words: tuple[str, ...],
    tell: Told,
) -> tuple[tuple[Line, ...], tuple[Utterance, ...]]:
    """What was said, and that of which nothing could be made."""
    lines: list[Line] = []
    mutters: list[Utterance] = []
    whole = max(1, sum(one.end - one.at for one in spoken))
    done = 0
    for one in spoken:
        channel = one.side if len(recording.channels) > 1 else 0
        sound = sound_of(recording, channel, one.at, one.end)
        words = recogniser.recognise(sound, recording.rate, hot_words)
        if any(character.isalnum() for character in words.text):
            lines.append(Line(utterance=one, text=words.text.strip(), sure=words.confidence))
        elif len(one.pieces) == 1 and one.pieces[0].hum and one.end - one.at <= _HUM:
            lines.append(Line(utterance=one, text="嗯。", sure=0.0))
        else:
            mutters.append(one)
        done += one.end - one.at
        tell(done / whole)
    return tuple(lines), tuple(mutters)


def _agent(
    recording: Recording, lines: Sequence[Line], agent_channel: AgentChannel, options: ImportOptions
) -> AgentSide:
    if agent_channel != "auto" and len(recording.channels) > 1:
        return AgentSide(side=int(agent_channel == "right"), sure=1.0, why="按指定")
    inbound = None if options.direction is None else options.direction == "inbound"
    return agent_side([line.spoken for line in lines], inbound=inbound)


def _with_audio(events: Sequence[Event], facts: Sequence[AudioFacts]) -> tuple[Event, ...]:
    """``events`` with what was measured of each line."""
    measured = iter(facts)
    return tuple(replace(event, audio=next(measured)) if isinstance(event, Said | Heard) else event for event in events)
