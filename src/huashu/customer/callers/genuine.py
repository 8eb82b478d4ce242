"""A caller in need: what he does about each line of the agent, the first reaction that fits."""

from collections.abc import Callable
from typing import Final

from huashu.customer.callers import deciding, holding, identity, line
from huashu.customer.callers.fields import named_in
from huashu.customer.callers.hearing import Cue, Hearing, sentences
from huashu.customer.callers.judging import judge, wrong_answer
from huashu.customer.callers.kinds import Moment
from huashu.customer.callers.person import Wish
from huashu.customer.callers.reading_back import read_back
from huashu.customer.callers.scene import BRISK, Progress, Scene
from huashu.customer.callers.telling import briefly, tell, tell_all, thing_of, words_of
from huashu.customer.moves import Move, Quiet

Reaction = Callable[[Scene, Hearing], tuple[Move, ...] | None]
_STUCK: Final = 14
"""After so many lines that get him nowhere he gives up."""
_VENTS: Final = 2
_TALKS_ON: Final = 0.6
"""How often he goes on with what his card has for him where others only say yes."""


def hear(scene: Scene, hearing: Hearing) -> tuple[Move, ...]:
    """What he does about a line."""
    bad = line.bad_line(scene, hearing)
    if bad is not None:
        return bad
    if scene.state.cutting:
        scene.state.cutting = False
        return _talks_over(scene)
    if scene.person.at_once and scene.untold is not None and _ready(hearing):
        return tell_all(scene)
    settled = judge(scene, hearing)
    scene.state.stuck = 0 if settled or hearing.has(Cue.HOLD_REQUEST) else scene.state.stuck + 1
    if scene.state.stuck > _STUCK:
        return scene.leave("no_progress", scene.say("leave_tired"))
    for reaction in (self_service, _pleased(settled), *_REACTIONS):
        moves = reaction(scene, hearing)
        if moves is not None:
            return moves
    return _statement(scene, hearing)


def _talks_over(scene: Scene) -> tuple[Move, ...]:
    """He talked over the agent: he says what he is after."""
    progress = scene.active or scene.untold
    if progress is None:
        return (scene.say("impatient"),)
    progress.told = scene.ledger.turns if progress.told is None else progress.told
    return (scene.say("interrupt", {"v": briefly(words_of(scene, progress.need))}, pause=BRISK),)


def mistaken(scene: Scene, hearing: Hearing) -> tuple[Move, ...] | None:
    """He is treated as a harasser and is none: he says that he means it (S2.4)."""
    if not hearing.has(Cue.UNRELATED, Cue.WILL_HANG_UP) or hearing.has(Cue.BEYOND, Cue.CALL_BACK, Cue.TAKE_LEADER):
        return None
    progress = scene.active
    if progress is None or progress.need.wish is Wish.REFUSED_IDENTITY or not hearing.has(Cue.UNRELATED):
        return None
    scene.ledger.mistaken.append(scene.ledger.turns)
    return (scene.say("mistaken", {"v": briefly(words_of(scene, progress.need))}),)


def _ready(hearing: Hearing) -> bool:
    return hearing.has(Cue.GREETS, Cue.NEED_ASKED) and not hearing.wants(Cue.HEAR_ME)


def _pleased(settled: tuple[Progress, ...]) -> Reaction:
    """What he says when the line settled something: what is awkward about answers comes about here."""

    def react(scene: Scene, hearing: Hearing) -> tuple[Move, ...] | None:
        if not settled:
            return None
        answered = settled[0].need.wish in (Wish.RECORD_TOLD, Wish.ANSWERED, Wish.COUNTER_TOLD, Wish.SERVICE_DONE)
        if answered and scene.has(Moment.NOT_UNDERSTOOD):
            scene.provoke(Moment.NOT_UNDERSTOOD)
            return _puzzled(scene, hearing)
        if answered and scene.has(Moment.NO_REACTION):
            scene.provoke(Moment.NO_REACTION)
            scene.state.done.add("away")
            return (Quiet(ms=scene.ms(9000, 14_000)),)
        if scene.has(Moment.NEEDS_PEN) and (settled[0].order or (settled[0].need.item and settled[0].need.item.noted)):
            return _pen(scene)
        if settled[0].need.wish is Wish.REFUSED_WITH_WAY and settled[0].again < 1:
            settled[0].again += 1
            return (scene.say("limit_press"),)
        if settled[0].got == "refused" and not scene.person.holder:
            return (scene.say("attack_press" if not scene.person.relation else "no_owner"),)
        if hearing.asks:
            return None
        return (scene.say("promised_ack" if settled[0].promised else "ack_answer", pause=BRISK),)

    return react


def _puzzled(scene: Scene, hearing: Hearing) -> tuple[Move, ...]:
    """He did not understand, a term when there was one (S3.8)."""
    term = next((term.term for term in scene.desk.terms if term.term in hearing.text), "")
    return (scene.say("term", {"v": term}) if term else scene.say("not_understood"),)


def _pen(scene: Scene) -> tuple[Move, ...]:
    scene.provoke(Moment.NEEDS_PEN)
    return (scene.say("pen_wait"), scene.quiet(5000, 12_000), scene.say("pen_ready"))


def self_service(scene: Scene, hearing: Hearing) -> tuple[Move, ...] | None:
    """He is told how to do it himself, and finds that troublesome."""
    told = any(progress.told is not None for progress in scene.state.needs)
    return _no_self_service(scene) if told and hearing.has(Cue.SELF_SERVICE) else None


def _no_self_service(scene: Scene) -> tuple[Move, ...] | None:
    if not scene.has(Moment.DISLIKES_SELF_SERVICE):
        return None
    scene.provoke(Moment.DISLIKES_SELF_SERVICE)
    return (scene.say("dislikes_self"),)


def closing(scene: Scene, hearing: Hearing) -> tuple[Move, ...] | None:
    """The agent closes: he says goodbye and hangs up, or has something left."""
    if not hearing.has(Cue.CLOSES) or hearing.asks:
        return None
    state = scene.state
    left = scene.untold or scene.active
    if left is not None and not state.protested and not state.closed and left.need.wish is not Wish.REFUSED_IDENTITY:
        state.protested = True
        if left.told is None:
            return (scene.say("protest"), *tell(scene, left, further=True))
        return (scene.say("protest"),)
    state.closed = True
    return scene.leave("closed", *((scene.say("farewell"),) if scene.chance(0.75) else ()))


def first_need(scene: Scene, hearing: Hearing) -> tuple[Move, ...] | None:
    """He is greeted, or asked what he wants, and has not said it."""
    progress = scene.untold
    if progress is None or scene.active is not None or any(each.told is not None for each in scene.state.needs):
        return None
    if hearing.wants(Cue.HEAR_ME) and not hearing.has(Cue.GREETS, Cue.NEED_ASKED):
        return None
    named = identity.asked_particulars(scene, hearing) if not hearing.wants(Cue.NEED_ASKED, Cue.HEAR_ME) else None
    if named is not None:
        return named
    if scene.has(Moment.ASKS_ROBOT) and scene.chance(0.35):
        scene.provoke(Moment.ASKS_ROBOT)
        return (scene.say("asks_robot"),)
    return tell(scene, progress)


def pen(scene: Scene, hearing: Hearing) -> tuple[Move, ...] | None:
    """He is asked to write something down, or whether he has it."""
    if hearing.wants(Cue.WRITTEN):
        if Moment.NEEDS_PEN in scene.person.moments and "again" not in scene.state.done:
            scene.state.done.add("again")
            return (scene.say("written_no"),)
        return (scene.say("written_yes"),)
    if not hearing.has(Cue.WRITE_DOWN) or hearing.wants(Cue.ELSE):
        return None
    if scene.has(Moment.NEEDS_PEN):
        return _pen(scene)
    return (scene.say("pen_ready" if hearing.asks else "ack"),) if hearing.wants(Cue.WRITE_DOWN) else None


def anything_else(scene: Scene, hearing: Hearing) -> tuple[Move, ...] | None:
    """Anything else? Satisfied? Clear?"""
    if named_in(hearing.asks, scene.particulars()):
        return None
    if hearing.wants(Cue.ELSE):
        return _else(scene)
    if hearing.wants(Cue.SATISFIED):
        fine = all(progress.got not in ("", "refused") for progress in scene.state.needs if progress.told is not None)
        return (scene.say("satisfied" if fine else "dissatisfied"),)
    if hearing.wants(Cue.CLEAR) and scene.has(Moment.NOT_UNDERSTOOD):
        scene.provoke(Moment.NOT_UNDERSTOOD)
        return (scene.say("clear_no"),)
    if hearing.wants(Cue.CLEAR):
        return (scene.say("clear_yes"),)
    return None


def _else(scene: Scene) -> tuple[Move, ...]:
    left = scene.untold
    if left is not None:
        if scene.has(Moment.MORE_TO_SAY):
            scene.provoke(Moment.MORE_TO_SAY)
            scene.state.pending.append(words_of(scene, left.need))
            left.told = scene.ledger.turns
            return (scene.say("more_first"),)
        return tell(scene, left, further=True)
    active = scene.active
    if active is not None and active.again < 2 and active.need.wish is not Wish.REFUSED_IDENTITY:
        active.again += 1
        return (scene.say("repeat_need", {"v": briefly(words_of(scene, active.need))}),)
    scene.state.protested = True
    return (scene.say("no_more"),)


def details(scene: Scene, hearing: Hearing) -> tuple[Move, ...] | None:
    """He is asked what exactly, or what he would have done."""
    if not hearing.wants(Cue.DETAIL_ASKED, Cue.WISH_ASKED, Cue.NEED_ASKED, Cue.LISTENING):
        return None
    active = scene.active
    if active is None:
        return None
    if hearing.wants(Cue.WISH_ASKED):
        return (scene.say("wants_outcome"),)
    if active.need.wish is Wish.COMPLAINT_TAKEN and "detail" not in scene.state.done:
        scene.state.done.add("detail")
        return (scene.say("complaint_detail"),)
    if hearing.wants(Cue.NEED_ASKED) and not hearing.wants(Cue.DETAIL_ASKED):
        return (scene.say("repeat_need", {"v": briefly(words_of(scene, active.need))}),)
    if active.need.wish is Wish.REFUSED_WITH_WAY:
        return (scene.say("limit_press"),)
    return (scene.say("detail", {"since": scene.words("since")}),)


def yes_or_no(scene: Scene, hearing: Hearing) -> tuple[Move, ...] | None:
    """Any other question."""
    if not hearing.asks:
        return None
    if hearing.wants(Cue.AREA_ASKED):
        areas = [counter.area for counter in scene.desk.counters if counter.area] or ["市中心"]
        area = scene.state.spoken.setdefault("area", scene.draws.choice(areas))
        return (scene.say("area", {"v": area}),)
    if "还是" in hearing.asks:
        return deciding.chooses(scene, hearing)
    if hearing.asks.rstrip("？?。").endswith(
        ("吗", "么", "吧", "好不好", "行不行", "可不可以", "对不对", "是不是", "没有")
    ):
        return (scene.say("agree" if hearing.wants(Cue.CONSENT_DO) else "confirm"),)
    if "？" in hearing.asks or "?" in hearing.asks:
        scene.state.rounds += 1
        return _goes_on(scene) or (scene.say("unknown_question" if scene.state.rounds % 3 == 0 else "dont_know"),)
    return None


def robot(scene: Scene, hearing: Hearing) -> tuple[Move, ...] | None:
    """He wonders whether he talks with a machine, and takes the answer as it is."""
    state = scene.state
    if Moment.ASKS_ROBOT not in scene.person.moments or hearing.has(Cue.CLOSES):
        return None
    if Moment.ASKS_ROBOT.value in state.done:
        if "robot" in state.done or not hearing.has(Cue.ROBOT_YES) or hearing.asks:
            return None
        state.done.add("robot")
        return (scene.say("robot_fine"),)
    if scene.active is None or hearing.wants(Cue.HOLD_REQUEST):
        return None
    scene.provoke(Moment.ASKS_ROBOT)
    return (scene.say("asks_robot"),)


def _statement(scene: Scene, hearing: Hearing) -> tuple[Move, ...]:
    """He is told something that asks nothing of him and settles nothing."""
    person, state, active = scene.person, scene.state, scene.active
    if active is not None and active.wrong < 2 and wrong_answer(scene, active, hearing):
        active.wrong += 1
        return (scene.say("wrong_answer", {"thing": thing_of(active.need.name)}),)
    if person.temper == "agitated" and state.vented < _VENTS and hearing.has(Cue.EMPATHY, Cue.LISTENING):
        return _vent(scene)
    if person.style == "odd_true_story" and "proof" not in state.done and scene.chance(0.4):
        state.done.add("proof")
        return (scene.say("true_story_proof"),)
    if active is not None and hearing.has(Cue.PROMISED) and _lacks_number(scene, active):
        return (scene.say("order_number"),)
    if active is not None and active.need.wish is Wish.COUNTER_TOLD and hearing.has(Cue.COUNTER_TOLD):
        return (scene.say("where_counter"),)
    if hearing.has(Cue.BEYOND) and any(each.need.wish is Wish.REFUSED_WITH_WAY for each in state.needs):
        return (scene.say("limit_accept"),)
    if hearing.has(Cue.CANNOT_NOW) and active is not None and "when" not in state.done:
        state.done.add("when")
        return (scene.say("when_done"),)
    if state.stuck and state.stuck % 5 == 0:
        return (scene.say("impatient"),)
    if hearing.has(Cue.HOLD_REQUEST, Cue.PROGRESS) and scene.chance(0.5):
        return ()
    if len(sentences(hearing.text)) == 1 and len(hearing.text) < 8 and scene.chance(0.5):
        return ()
    return (_goes_on(scene) if scene.chance(_TALKS_ON) else ()) or (scene.say("ack", pause=BRISK),)


def _lacks_number(scene: Scene, progress: Progress) -> bool:
    """Whether he was promised something without a number, and asks for it (once, and not everybody does)."""
    if progress.order or "number" in scene.state.done or progress.need.wish is not Wish.ORDER:
        return False
    scene.state.done.add("number")
    return scene.chance(0.4)


def _goes_on(scene: Scene) -> tuple[Move, ...]:
    """What else the card has him say, in its order."""
    at = sum(text in scene.state.done for text in scene.person.goes_on)
    if at >= len(scene.person.goes_on):
        return ()
    scene.state.done.add(scene.person.goes_on[at])
    return (scene.speak(scene.person.goes_on[at], "card"),)


def _vent(scene: Scene) -> tuple[Move, ...]:
    """He is still angry; then he lets himself be helped."""
    state = scene.state
    state.vented += 1
    if state.vented == _VENTS and scene.chance(0.5):
        return (scene.say("calmed"),)
    if scene.person.style == "rude_complaint" and scene.chance(0.5):
        return (scene.say("threaten" if scene.chance(0.5) else "ask_leader"),)
    return (scene.say("vent"),)


_REACTIONS: Final[tuple[Reaction, ...]] = (
    closing,
    mistaken,
    line.goes_on,
    first_need,
    robot,
    line.hears_us,
    line.asked_again,
    pen,
    anything_else,
    holding.progress_told,
    holding.asked_to_hold,
    identity.not_verified,
    identity.refuses_still,
    identity.explained,
    deciding.leaving,
    deciding.which_matter,
    read_back,
    holding.call_back,
    deciding.which_first,
    identity.asked_particulars,
    deciding.consent,
    details,
    yes_or_no,
)
"""In order: what cannot wait first, the general last."""


def agent_silent(scene: Scene, ms: int) -> tuple[Move, ...]:
    """Nobody has said anything for ``ms``."""
    state = scene.state
    if state.trouble is not None and state.trouble.moment is Moment.SILENT:
        return ()
    if state.closed:
        return scene.leave("closed")
    if state.pending and ms >= 4000 and "更多" not in state.pending:
        return () if ms < 9000 else line.goes_on(scene, Hearing(text="")) or ()
    if state.on_hold:
        return ()
    if "away" in state.done and ms < 12_000:
        return ()
    if ms >= 21_000:
        return scene.leave("agent_silent", scene.say("leave_tired"))
    return (scene.say("hello_silence"),) if ms >= 6000 else ()
