"""Showing who he is: giving particulars, hesitating, refusing, not being the one (S1.3, S3.13, S3.16)."""

from typing import Final

from huashu.customer.callers.fields import Particular, asked_for
from huashu.customer.callers.hearing import Cue, Hearing
from huashu.customer.callers.inventing import is_name, other_digits
from huashu.customer.callers.kinds import Moment
from huashu.customer.callers.scene import Progress, Scene
from huashu.customer.callers.telling import briefly, words_of
from huashu.customer.callers.values import dictated, numbers, pieces
from huashu.customer.moves import Move, Speak

_LONG: Final = 6
_PRESSES: Final = 3


def asked_particulars(scene: Scene, hearing: Hearing) -> tuple[Move, ...] | None:
    """He is asked for particulars of his: gives them, or not."""
    if not hearing.asks:
        return None
    wanted = asked_for(hearing.asks, scene.particulars(), frozenset(scene.state.given))
    if hearing.wants(Cue.ELSE, Cue.SATISFIED, Cue.CONSENT_DO, Cue.CLEAR, Cue.HEAR_ME, Cue.WRITTEN) and not any(
        particular.name in hearing.asks for particular in wanted
    ):
        return None
    if not wanted:
        return _own_name(scene, hearing) or _not_mine(scene, hearing)
    proving = tuple(particular for particular in wanted if particular.proves)
    if proving:
        answer = _unwilling(scene, hearing)
        if answer is not None:
            return answer
    return give(scene, wanted)


def _own_name(scene: Scene, hearing: Hearing) -> tuple[Move, ...] | None:
    """He is asked how he may be addressed."""
    named = asked_for(hearing.asks, (Particular(name="姓名", kind="name", value=scene.person.name),), frozenset())
    if not named:
        return None
    person = scene.person
    title = person.address
    return (scene.say("my_name", {"sur": person.name[:1], "title": title, "me": person.name}),)


def others_particulars(scene: Scene) -> tuple[Particular, ...]:
    """What the desk asks for in other matters than his."""
    mine = {particular.name for particular in scene.particulars()}
    wants = [want for item in scene.desk.items for want in item.wants if want.name not in mine]
    return tuple(Particular(name=want.name, kind="", value="", ask=want.ask, options=want.options) for want in wants)


def _not_mine(scene: Scene, hearing: Hearing) -> tuple[Move, ...] | None:
    """He is asked for something that belongs to another matter: he says once more what his is."""
    if scene.active is None or not asked_for(hearing.asks, others_particulars(scene), frozenset()):
        return None
    return other_matter(scene, scene.active)


def other_matter(scene: Scene, progress: Progress) -> tuple[Move, ...]:
    """The agent is at another matter: he says what his is; in the end he gives it up."""
    progress.wrong += 1
    if progress.wrong > _PRESSES:
        return scene.leave("not_understood", scene.say("leave_angry"))
    scene.ledger.corrections.append({"turn": scene.ledger.turns, "name": "matter", "right": progress.need.name})
    return (scene.say("wrong_matter", {"v": briefly(words_of(scene, progress.need))}),)


def _unwilling(scene: Scene, hearing: Hearing) -> tuple[Move, ...] | None:
    """Somebody else's data, doubts, or no."""
    state = scene.state
    if scene.has(Moment.HESITATES_IDENTITY):
        scene.provoke(Moment.HESITATES_IDENTITY)
        return (scene.say("hesitate_identity", pause=1800),)
    if Moment.REFUSES_IDENTITY in scene.person.moments:
        scene.provoke(Moment.REFUSES_IDENTITY)
        state.refused += 1
        if state.refused >= 4:
            return give_up(scene, "give_up_identity")
        return (scene.say("refuse_identity"),)
    if Moment.THIRD_PARTY in scene.person.moments and not state.owner_here:
        return _owner(scene)
    return None


def give_up(scene: Scene, words: str) -> tuple[Move, ...]:
    """He leaves without it: refused is what he got."""
    active = scene.active
    if active is not None:
        active.got, active.at = "refused", scene.ledger.turns
    return scene.leave("refused_identity", scene.say(words))


def _owner(scene: Scene) -> tuple[Move, ...]:
    """He asks the person concerned to the telephone, or cannot."""
    state = scene.state
    if "alone" not in state.done and scene.chance(0.55):
        state.owner_here = True
        owner = next((value for name, value in scene.person.knows.items() if is_name(name)), "")
        return (
            scene.say("fetch_owner"),
            scene.sound("[换人接听]"),
            scene.say("owner_speaks", {"me": owner or "本人"}, pause=1200),
        )
    state.done.add("alone")
    state.refused += 1
    if state.refused > _PRESSES:
        return give_up(scene, "leave_tired")
    return (scene.say("no_owner"),)


def give(scene: Scene, wanted: tuple[Particular, ...]) -> tuple[Move, ...]:
    """He tells what he is asked for; long figures in pieces when he dictates."""
    moves: list[Move] = []
    given = wanted if len(wanted) == 1 or scene.chance(0.7) else wanted[:1]
    for particular in given:
        moves.extend(_tell_one(scene, particular))
    return tuple(moves)


def _tell_one(scene: Scene, particular: Particular) -> tuple[Move, ...]:
    state = scene.state
    value = particular.value
    if particular.proves and state.attempts and scene.has(Moment.WRONG_IDENTITY) is False and not scene.person.holder:
        value = _another_try(scene, particular)
    turn = scene.ledger.turns
    if not value:
        return (scene.say("dont_know"),)
    again = state.given.get(particular.name) == value
    if state.trouble is None:
        state.given[particular.name] = value
    if not again and state.trouble is None:
        _note(scene, particular, value, turn)
    if Moment.WRONG_IDENTITY in scene.person.moments and particular.proves:
        scene.provoke(Moment.WRONG_IDENTITY)
    if value.isdigit() and len(value) >= _LONG and (scene.has(Moment.DICTATES_NUMBER) or scene.chance(0.05)):
        return _dictate(scene, value)
    if again and scene.chance(0.5):
        return (scene.say("value_again", {"v": value}),)
    figures = value.isdigit() and scene.chance(0.15)
    category = "value_name" if particular.kind == "name" else "value" if numbers(value) else "value_text"
    text = scene.words(category, {"v": dictated(value) if figures else value})
    return (scene.speak(text, "value"),)


def _note(scene: Scene, particular: Particular, value: str, turn: int) -> None:
    right = value == scene.person.records.get(particular.name, scene.person.facts.get(particular.name))
    entry = {"turn": turn, "name": particular.name, "value": value, "proves": particular.proves}
    scene.ledger.given.append({**entry, "right": right} if particular.proves else entry)


def _dictate(scene: Scene, value: str) -> tuple[Move, ...]:
    """The number in pieces with pauses: each is an utterance (S3.13)."""
    scene.provoke(Moment.DICTATES_NUMBER)
    parts = pieces(value)
    first = scene.speak(parts[0], "pieces")
    return (
        first,
        *(
            Speak(text=move.text, pause=scene.ms(1500, 2600))
            for move in (scene.speak(part, "pieces") for part in parts[1:])
        ),
    )


def _another_try(scene: Scene, particular: Particular) -> str:
    """One who is not the customer guesses again."""
    return other_digits(particular.value, scene.draws) if scene.chance(0.6) else particular.value


def not_verified(scene: Scene, hearing: Hearing) -> tuple[Move, ...] | None:
    """He is told that it does not agree, or that without it nothing can be told."""
    state, person = scene.state, scene.person
    if hearing.has(Cue.IDENTITY_FAILED):
        state.attempts += 1
        if hearing.asks and asked_for(hearing.asks, scene.particulars(), frozenset()):
            return None
        if not person.holder and "press" not in hearing.text and scene.chance(0.5):
            return _press(scene)
        return _retry(scene)
    if hearing.has(Cue.IDENTITY_STOPPED) and not hearing.has(Cue.ELSE) and state.given and not person.holder:
        return _press(scene)
    return None


def _press(scene: Scene) -> tuple[Move, ...] | None:
    """An attacker presses for what he is not entitled to; then he gives up."""
    scene.state.refused += 1
    if scene.state.refused > _PRESSES:
        return give_up(scene, "leave_tired")
    if scene.person.relation:
        return (scene.say("no_owner"),)
    return (scene.say("attack_press"),)


def _retry(scene: Scene) -> tuple[Move, ...]:
    """He says it once more: the right one when he had it wrong, the same when he had it right."""
    names = [
        particular for particular in scene.particulars() if particular.proves and particular.name in scene.state.given
    ]
    if not names:
        return (scene.say("what_else"),)
    particular = scene.draws.choice(names)
    value = particular.value if scene.person.holder else _another_try(scene, particular)
    _note(scene, particular, value, scene.ledger.turns)
    category = "identity_retry" if scene.person.holder else "attack_retry"
    return (scene.say(category, {"v": value}),)


def explained(scene: Scene, hearing: Hearing) -> tuple[Move, ...] | None:
    """He is told why it is asked: who hesitated gives it now."""
    state = scene.state
    if Moment.HESITATES_IDENTITY.value not in state.done or state.hesitated or not hearing.has(Cue.IDENTITY_WHY):
        return None
    state.hesitated = True
    if hearing.asks and asked_for(hearing.asks, scene.particulars(), frozenset(state.given)):
        return None
    proving = tuple(particular for particular in scene.particulars() if particular.proves)
    return give(scene, proving[:1])


def refuses_still(scene: Scene, hearing: Hearing) -> tuple[Move, ...] | None:
    """Told why, and asked for nothing new: who refuses says so again, or gives it up."""
    if Moment.REFUSES_IDENTITY.value not in scene.state.done or hearing.has(Cue.ELSE, Cue.CLOSES):
        return None
    if not hearing.has(Cue.IDENTITY_WHY, Cue.IDENTITY_STOPPED, Cue.IDENTITY_ASKED):
        return None
    return _unwilling(scene, hearing)
