"""What the line does to his words and to ours: too quiet, noisy, echoing, not heard at all (S3.3-S3.6).

The line is mended first, he is troubled second, and not at all while he is understood.
"""

import re
from dataclasses import dataclass, replace

from huashu.call import Act, Action, Adjust, Adjustment, AudioFacts, EndReason, Heard, Noise, Side
from huashu.dialogue.moments.clock import spoke
from huashu.dialogue.moments.model import Care, Line, Occasion, Offer, Tended
from huashu.dialogue.moments.thresholds import Thresholds
from huashu.dialogue.moments.wording import line
from huashu.language import Understanding

_NOTE = re.compile(r"[（(\[【][^）)\]】]{1,20}[）)\]】]")
_NOTED_QUIET = re.compile(r"小声|声音?[^）)\]】]{0,4}(?:小|轻|低|弱)|轻声|微弱")
_NOTED_NOISE = re.compile(r"嘈杂|杂音|噪|吵|电流|风声|施工")
_NOTED_ECHO = re.compile(r"回声|回音|免提|外放|扬声器")
_CANNOT_HEAR = re.compile(
    r"听不|听得|喂|没听(?:见|到|清)|听得?(?:不太|到吗|见吗)|(?:大|高|响)(?:一?[点些])儿?声|大声|声音?[^，。]{0,4}(?:小|轻|低|弱|没)|没声音?"
)
_LINE_BAD = re.compile(r"信号|断断续续|杂音|电流|线路|卡(?:了|住|顿)|一顿一顿|忽大忽小|断了一?下")
_HEARS = re.compile(
    r"(?<!不)(?:能|可以|现在|这下|这样|好)?(?:能)?听(?:得)?(?:见|到|清)(?:楚|了|啦)*(?![吗么？?])|好(?:些|点|多)了|清楚(?:些|点|多)?了|这(?:下|回|会儿?)(?:行|好|可以|清楚)了?"
)
_NEGATED = re.compile(r"不|没")
SURE_ENOUGH = 0.25
"""The score from which an act is understood and not guessed."""

_LEAST = 2
"""Characters below which nothing was understood, unless they were a plain answer."""

_LONG = 8
"""Characters from which what was heard on a bad line may be a guess, whatever acts are in it."""

_SILENT_ACTS = frozenset({Act.NON_SPEECH, Act.HESITATE, Act.SIDE_TALK})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """How one utterance came through."""

    quiet: bool = False
    noisy: bool = False
    echo: bool = False
    clear: bool = True
    """Neither measure is anywhere near its limit."""
    measured: bool = False


def sound_of(event: Heard, limits: Thresholds) -> Sound:
    """How ``event`` came through: as measured, or as a note in the words of a text line says (“（很小声）”)."""
    audio = event.audio or AudioFacts()
    notes = "".join(_NOTE.findall(event.text))
    level, snr = audio.level_dbfs, _snr(audio)
    quiet = (level is not None and level <= limits.quiet_dbfs) or bool(_NOTED_QUIET.search(notes))
    noisy = (snr is not None and snr < limits.snr_db) or bool(_NOTED_NOISE.search(notes))
    echo = bool(audio.echo) or bool(_NOTED_ECHO.search(notes))
    clear = (level is None or level >= limits.loud_enough_dbfs) and (snr is None or snr >= limits.clear_snr_db)
    measured = level is not None or snr is not None or audio.echo is not None
    return Sound(quiet=quiet, noisy=noisy, echo=echo, clear=clear and not (quiet or noisy), measured=measured)


def _snr(audio: AudioFacts) -> float | None:
    if audio.snr_db is not None or audio.level_dbfs is None or audio.noise_dbfs is None:
        return audio.snr_db
    return audio.level_dbfs - audio.noise_dbfs


def bare(text: str) -> str:
    """The words of ``text`` without the notes of a text line."""
    return _NOTE.sub("", text).strip(" ，。、…")


def understood(text: str, heard: Understanding | None, *, matters: bool = False) -> bool:
    """Whether enough of an utterance came through to be dealt with."""
    words = bare(text)
    if not words:
        return False
    if matters:
        return True
    if heard is None:
        return len(words) >= _LEAST
    acts = {act for act in heard.acts if heard.scores.get(act, 0.0) >= SURE_ENOUGH} - _SILENT_ACTS
    return bool(acts) or _informs(heard)


def _came_through(occasion: Occasion, text: str, sound: Sound) -> bool:
    """Whether what was heard on this line can be relied on: a long utterance on a bad one, of which the policy can make
    nothing, is a guess at what he said."""
    if not understood(text, occasion.heard, matters=occasion.matters):
        return False
    bad = sound.echo or ((sound.quiet or sound.noisy) and not occasion.asked)
    return not bad or occasion.matters or len(bare(text)) < _LONG or _informs(occasion.heard)


def _informs(heard: Understanding | None) -> bool:
    return heard is not None and any(slot.kind != "yes_no" for slot in heard.slots)


def recovered(care: Care, event: Heard, heard: Understanding | None, limits: Thresholds) -> Line:
    """The line after an utterance: good again once he was understood and neither measure is near its limit."""
    kept = care.line
    if not understood(event.text, heard):
        return kept
    kept = replace(kept, missed=0)
    if heard is not None and heard.has(Act.CANNOT_HEAR, Act.LINE_BAD):
        return kept
    if sound_of(event, limits).clear:
        kept = replace(kept, quiet=0, noise=0)
    if _HEARS.search(event.text) and not _NEGATED.search(event.text):
        kept = replace(kept, unheard=0)
    return kept


def hear(care: Care, occasion: Occasion, limits: Thresholds) -> Tended | None:
    """What is wrong with how he was heard, or hears us."""
    event = occasion.event
    assert isinstance(event, Heard)
    if (whose := _unheard(occasion, event.text)) is not None:
        return unheard(care, occasion, limits, theirs=whose)
    if care.checking and _HEARS.search(event.text) and not _NEGATED.search(event.text) and len(event.text) <= 10:
        return Tended(care=replace(care, checking=False), offer=Offer.SAY_AGAIN)
    sound = sound_of(event, limits)
    if _came_through(occasion, event.text, sound):
        return _adjust_silently(care, sound)
    if sound.quiet:
        return too_quiet(care, occasion, limits)
    if sound.noisy:
        return noisy(care, occasion, limits)
    if sound.echo and not care.line.echo_mentioned:
        line_now = replace(care.line, echo_mentioned=True, words=care.line.words + 1)
        return _said(replace(care, line=line_now), occasion, "handset", "S3.6")
    return None


def _unheard(occasion: Occasion, text: str) -> bool | None:
    """Whether he complains of the line: of his side of it (true), of ours (false), or not at all (``None``)."""
    heard = occasion.heard
    words = bare(text)
    acts = set() if heard is None else set(heard.acts)
    if not acts & {Act.CANNOT_HEAR, Act.LINE_BAD}:
        return None
    if not (_CANNOT_HEAR.search(words) or _LINE_BAD.search(words)) and (occasion.asked or occasion.matters):
        return None
    return Act.LINE_BAD in acts and Act.CANNOT_HEAR not in acts


def _adjust_silently(care: Care, sound: Sound) -> Tended | None:
    """The line is mended without a word to somebody who was understood."""
    wanted = [
        Adjust(what=what, because=(clause,))
        for wrong, what, clause in (
            (sound.quiet, Adjustment.RECEIVE_GAIN, "S3.3"),
            (sound.noisy, Adjustment.NOISE_SUPPRESSION, "S3.4"),
        )
        if wrong and what not in care.line.adjusted
    ]
    if not wanted:
        return None
    return Tended(care=_adjusted(care, *(each.what for each in wanted)), actions=tuple(wanted), goes_on=True)


def _adjusted(care: Care, *what: Adjustment) -> Care:
    return replace(care, line=replace(care.line, adjusted=care.line.adjusted | frozenset(what)))


def too_quiet(care: Care, occasion: Occasion, limits: Thresholds) -> Tended:
    """One more time that he was too quiet: gain, two requests, leave (S3.3)."""
    if Adjustment.RECEIVE_GAIN not in care.line.adjusted:
        louder = Adjust(what=Adjustment.RECEIVE_GAIN, because=("S3.3",))
        return _said(_adjusted(_worded(care), louder.what), occasion, "gain_raised", "S3.3", "S3.7", first=(louder,))
    care = _worded(replace(care, line=replace(care.line, quiet=care.line.quiet + 1)))
    if care.line.quiet > limits.speak_ups or care.line.words > limits.line_words:
        return close(care, occasion, "close_quiet", "S3.3")
    return _said(care, occasion, "speak_up" if care.line.quiet == 1 else "speak_up_again", "S3.3")


def noisy(care: Care, occasion: Occasion, limits: Thresholds) -> Tended:
    """One more time that noise covered him: suppress it, say so, leave (S3.4)."""
    care = _worded(replace(care, line=replace(care.line, noise=care.line.noise + 1)))
    if care.line.noise > limits.noise_mentions or care.line.words > limits.line_words:
        return close(care, occasion, "close_noise", "S3.4")
    if Adjustment.NOISE_SUPPRESSION not in care.line.adjusted:
        less = Adjust(what=Adjustment.NOISE_SUPPRESSION, because=("S3.4",))
        return _said(_adjusted(care, less.what), occasion, "noise_lowered", "S3.4", first=(less,))
    return _said(care, occasion, "noisy", "S3.4")


def unheard(care: Care, occasion: Occasion, limits: Thresholds, *, theirs: bool) -> Tended:
    """One more time that he cannot hear us: louder and a check, twice; then the normal closing (S3.5)."""
    care = _worded(replace(care, line=replace(care.line, unheard=care.line.unheard + 1)))
    if care.line.unheard > limits.hearing_checks or care.line.words > limits.line_words:
        return close(care, occasion, "close_unheard", "S3.5")
    louder = Adjust(what=Adjustment.SEND_LEVEL, because=("S3.5",))
    key = "your_line" if theirs else "louder"
    return _said(_adjusted(care, louder.what), occasion, key, "S3.5", first=(louder,), checking=True)


def noise(care: Care, occasion: Occasion, limits: Thresholds) -> Tended | None:
    """A sound that covers the line; one that somebody describes is only what goes on around him."""
    event = occasion.event
    if not isinstance(event, Noise) or event.side is Side.AGENT or event.text:
        return None
    if event.end - event.at < limits.noise or care.holding is not None or care.away:
        return None
    return noisy(care, occasion, limits)


def close(care: Care, occasion: Occasion, key: str, *because: str) -> Tended:
    """Leave, because the line does not carry."""
    said = line(key, occasion.said, *because, "D1", direction=occasion.direction)
    return Tended(care=spoke(care, (said,)), actions=(said,), ends=EndReason.LINE_UNUSABLE)


def _worded(care: Care) -> Care:
    return replace(care, line=replace(care.line, words=care.line.words + 1))


def _said(
    care: Care,
    occasion: Occasion,
    key: str,
    *because: str,
    first: tuple[Action, ...] = (),
    checking: bool = False,
) -> Tended:
    actions = (*first, line(key, occasion.said, *because))
    return Tended(care=replace(spoke(care, actions), checking=checking), actions=actions)
