"""Time as the events bring it: how long it has been quiet, how fast the ticks come, what falls due before the next."""

from collections.abc import Iterable
from dataclasses import replace

from huashu.call import (
    Action,
    Connected,
    Dtmf,
    Heard,
    HoldEnded,
    HoldStarted,
    Ms,
    Noise,
    Said,
    Say,
    Side,
    Silence,
    SpeechStarted,
    Tick,
    speech_ms,
)
from huashu.call.event import Event, end_of
from huashu.dialogue.moments.model import Care, Holding, Stage
from huashu.dialogue.moments.thresholds import THRESHOLDS, Thresholds

_BEATS = 4


def watch(care: Care, event: Event, limits: Thresholds = THRESHOLDS) -> Care:
    """The call after ``event``, before anything is decided about it."""
    care = replace(care, now=max(care.now, end_of(event)))
    match event:
        case Tick() | Silence():
            return _beat(care, limits)
        case Connected():
            return replace(care, quiet_since=event.at, last_beat=None)
        case SpeechStarted():
            return replace(care, speaking_since=event.at, last_beat=None)
        case Heard():
            return _heard(care, event)
        case Said():
            return _said(_cut_short(care, event.text), event)
        case Noise() | Dtmf() if event.side is not Side.AGENT:
            return replace(care, quiet_since=care.now, last_beat=None)
        case HoldStarted():
            return _held(care, event)
        case HoldEnded():
            return _resumed(care, event)
        case _:
            return care


def _beat(care: Care, limits: Thresholds) -> Care:
    last, interval = care.last_beat, None if care.last_beat is None else care.now - care.last_beat
    if last is not None and not interval:
        return care
    known = interval is not None and interval <= limits.longest_tick
    beats = (*care.beats, interval)[-_BEATS:] if known and interval is not None else care.beats
    return replace(care, last_beat=care.now, beats=beats)


def _heard(care: Care, event: Heard) -> Care:
    words = bool(event.text.strip())
    follows = began_before(care, event)
    return replace(
        care,
        quiet_since=max(event.end, care.quiet_since or 0) if follows else event.end,
        speaking_since=None,
        last_beat=None,
        to_say=care.to_say if follows else (),
        spoken=care.spoken or words,
        prompts=0 if words else care.prompts,
        patience=None if words else care.patience,
    )


def began_before(care: Care, event: Heard) -> bool:
    """Whether he began to speak before our last line was ordered: it is still to be heard, and his words do not answer
    it."""
    return care.ordered_at is not None and event.at < care.ordered_at


def _cut_short(care: Care, spoken: str) -> Care:
    """He spoke before we had asked whether he would wait: the question is still to be put (S3.14)."""
    holding = care.holding
    if holding is None or holding.stage is not Stage.ASKED or not spoken.endswith("——"):
        return care
    return replace(care, holding=replace(holding, stage=Stage.QUICK))


def _said(care: Care, event: Said) -> Care:
    """A line was really spoken; those that were ordered with it still follow."""
    left = care.to_say[1:]
    return replace(_speaks(care, event.at, event.end + sum(map(speech_ms, left))), to_say=left)


def _speaks(care: Care, at: Ms, end: Ms) -> Care:
    holding = care.holding
    if holding is not None:
        holding = replace(holding, last_line=at, last_word=end)
    owed = care.owed_since if care.owed_since is None else end
    return replace(care, quiet_since=end, last_beat=None, holding=holding, owed_since=owed)


def _held(care: Care, event: HoldStarted) -> Care:
    if event.by is not Side.AGENT:
        return replace(care, away=True)
    holding = care.holding or Holding(reason="处理", since=event.at, last_line=event.at, last_word=event.at)
    return replace(care, holding=replace(holding, stage=Stage.ON_HOLD), last_beat=None)


def _resumed(care: Care, event: HoldEnded) -> Care:
    care = replace(care, quiet_since=event.at, last_beat=None)
    if event.by is not Side.AGENT:
        return replace(care, away=False)
    return replace(care, holding=None) if care.on_hold else care


def spoke(care: Care, actions: Iterable[Action], limits: Thresholds = THRESHOLDS) -> Care:
    """The call once ``actions`` have been ordered: what is said in them takes its time, and until it is over nobody is
    silent. ``Said`` tells later how long it really took."""
    spoken = [action.text for action in actions if isinstance(action, Say)]
    if not spoken:
        return care
    begins = max(care.now, care.quiet_since or 0) + limits.first_word
    care = _speaks(care, begins, begins + sum(map(speech_ms, spoken)))
    said = (*care.to_say, *spoken)
    return replace(care, to_say=said, ordered_at=care.now, checking=False, owed_since=None)


def quiet(care: Care, event: Event, limits: Thresholds = THRESHOLDS) -> Ms:
    """How long nobody has said a word; 0 while somebody speaks."""
    if care.quiet_since is None or care.now < care.quiet_since:
        return 0
    if care.speaking_since is not None and care.now - care.speaking_since < limits.speech:
        return 0
    if isinstance(event, Silence):
        return event.end - event.at
    return care.now - care.quiet_since


def free(care: Care, limits: Thresholds = THRESHOLDS) -> bool:
    """Whether nobody is speaking."""
    speaking = care.speaking_since is not None and care.now - care.speaking_since < limits.speech
    return not speaking and (care.quiet_since is None or care.now >= care.quiet_since)


def rhythm(care: Care, limits: Thresholds = THRESHOLDS) -> Ms:
    """How far apart ticks are to be expected."""
    return max(care.beats) if care.beats else limits.tick


def falls_due(care: Care, since: Ms, limit: Ms, limits: Thresholds = THRESHOLDS) -> bool:
    """Whether a word that has to be begun ``limit`` after ``since`` would be late if it waited for the next tick."""
    return care.now + rhythm(care, limits) + limits.first_word > since + limit
