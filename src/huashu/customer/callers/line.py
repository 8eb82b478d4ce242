"""The line and what he is told about it: silence, a bad line, words lost, asking again (S3.2-S3.9, S3.18)."""

import re
from typing import Final

from huashu.customer.callers import identity
from huashu.customer.callers.fields import asked_for, named_in
from huashu.customer.callers.hearing import Cue, Hearing
from huashu.customer.callers.kinds import Moment
from huashu.customer.callers.scene import Scene, Trouble
from huashu.customer.callers.telling import briefly, tell, words_of
from huashu.customer.moves import Move, Quiet

TROUBLES: Final = (Moment.QUIET_VOICE, Moment.NOISY_LINE, Moment.SPEAKERPHONE, Moment.CANNOT_HEAR_US, Moment.SILENT)
_NEVER: Final = 0.3
"""The share of bad lines that get no better."""
_CURES: Final = {
    Moment.QUIET_VOICE: (Cue.SPEAK_UP, Cue.SAY_AGAIN, Cue.HEAR_ME),
    Moment.NOISY_LINE: (Cue.NOISY, Cue.SAY_AGAIN, Cue.SPEAK_UP, Cue.HEAR_ME),
    Moment.SPEAKERPHONE: (Cue.HANDSET,),
    Moment.CANNOT_HEAR_US: (Cue.HEAR_ME, Cue.SPEAK_UP),
    Moment.SILENT: (Cue.HEAR_ME, Cue.GREETS, Cue.NEED_ASKED),
}
_BETTER: Final = {
    Moment.QUIET_VOICE: "voice_up",
    Moment.NOISY_LINE: "moved",
    Moment.SPEAKERPHONE: "picked_up_handset",
    Moment.CANNOT_HEAR_US: "hears_now",
}
_OTHER_WORDS: Final = re.compile(r"换个?说法|什么事|听懂|听明白|没明白|没太明白|没理解")
_CARRIES: Final = (Moment.QUIET_VOICE, Moment.NOISY_LINE, Moment.SPEAKERPHONE)
"""He hears the agent well: until he knows how badly he is heard, he answers what he is asked."""
_FOR_GOOD: Final = 60_000


def trouble_of(scene: Scene) -> Trouble | None:
    """The trouble with his line at the beginning of the call."""
    moment = next((moment for moment in TROUBLES if moment in scene.person.moments), None)
    if moment is None:
        return None
    never = moment is not Moment.SPEAKERPHONE and scene.chance(_NEVER)
    return Trouble(moment=moment, cure=None if never else scene.draws.choice((1, 1, 2)))


def bad_line(scene: Scene, hearing: Hearing) -> tuple[Move, ...] | None:
    """What he does while the line is bad; the line gets better after it was asked for often enough."""
    trouble = scene.state.trouble
    if trouble is None:
        return None
    scene.provoke(trouble.moment)
    trouble.lines += 1
    if hearing.has(Cue.CLOSES, Cue.UNUSABLE) and not hearing.asks:
        return ()
    if hearing.has(*_CURES[trouble.moment]) and trouble.lines > 1:
        trouble.asked += 1
    if trouble.cure is not None and trouble.asked >= trouble.cure:
        return _better(scene, trouble)
    if trouble.moment in _CARRIES and scene.state.said and not hearing.wants(*_CURES[trouble.moment]):
        return None
    if trouble.moment is Moment.SILENT:
        return (Quiet(ms=_FOR_GOOD),)
    if trouble.moment is Moment.CANNOT_HEAR_US:
        if trouble.lines > 5:
            return scene.leave("cannot_hear", scene.say("cannot_hear_leave"))
        return (scene.say("cannot_hear"),)
    if trouble.moment is Moment.NOISY_LINE and trouble.lines == 1:
        return (scene.sound("[嘈杂声]"), *_first(scene))
    return _first(scene)


def _first(scene: Scene) -> tuple[Move, ...]:
    """He tells what he wants, not knowing how badly it carries."""
    progress = scene.untold
    if progress is not None and not scene.state.said:
        return tell(scene, progress)
    again = scene.active
    if again is None:
        return (scene.say("still_there"),)
    return (scene.speak(scene.state.said, "repeat_need"),)


def _better(scene: Scene, trouble: Trouble) -> tuple[Move, ...]:
    """The line is better: he says again what did not arrive."""
    said, scene.state.trouble = scene.state.said, None
    if trouble.moment is Moment.SILENT or not said:
        if trouble.moment is Moment.CANNOT_HEAR_US:
            return (scene.say("hears_now"),)
        progress = scene.untold
        return tell(scene, progress) if progress is not None else (scene.say("still_there"),)
    return (scene.say(_BETTER[trouble.moment], {"v": briefly(said)}),)


def asked_again(scene: Scene, hearing: Hearing) -> tuple[Move, ...] | None:
    """He is asked to say it again, to speak plainly, to speak up."""
    state = scene.state
    asked = hearing.wants(Cue.SAY_AGAIN, Cue.SPEAK_UP) or (
        hearing.has(Cue.SAY_AGAIN) and not hearing.asks and len(hearing.text) < 30
    )
    if hearing.has(Cue.MANDARIN) and state.region:
        state.region = ""
        return (scene.say("mandarin", {"v": state.said}, mood="any"),)
    if not asked or hearing.wants(Cue.ELSE, Cue.CLEAR, Cue.SATISFIED) or _asks_for(scene, hearing):
        return None
    if state.pending:
        return (scene.speak("".join(state.pending), _take_pending(scene)),)
    if not state.said:
        return _first(scene)
    if state.murmured:
        return (scene.say("nothing_said"),)
    if scene.active is not None and _OTHER_WORDS.search(hearing.text):
        return (scene.say("repeat_need", {"v": briefly(words_of(scene, scene.active.need))}),)
    return (
        scene.say("repeat_need", {"v": briefly(state.said)})
        if scene.chance(0.5)
        else scene.speak(briefly(state.said), "repeat_need"),
    )


def _asks_for(scene: Scene, hearing: Hearing) -> bool:
    """Whether it says what it wants to have said again."""
    others = identity.others_particulars(scene)
    return named_in(hearing.asks, scene.particulars()) or bool(asked_for(hearing.asks, others, frozenset()))


def _take_pending(scene: Scene) -> str:
    scene.state.pending.clear()
    return "repeat_need"


def goes_on(scene: Scene, hearing: Hearing) -> tuple[Move, ...] | None:
    """He stopped mid-way, or spoke unclearly: he goes on when somebody listens."""
    if not scene.state.pending:
        return None
    words = "".join(scene.state.pending)
    scene.state.pending.clear()
    return (scene.speak(words, "repeat_need"),)


def hears_us(scene: Scene, hearing: Hearing) -> tuple[Move, ...] | None:
    """He is asked whether he can hear, or is there."""
    if not hearing.wants(Cue.HEAR_ME):
        return None
    if "away" in scene.state.done:
        scene.state.done.discard("away")
        return (scene.say("no_reaction_back"),)
    if scene.untold is not None and scene.active is None and scene.state.heard <= 2:
        return None
    return (scene.say("still_there"),)
