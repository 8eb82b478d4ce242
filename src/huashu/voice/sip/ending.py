"""How calls over a telephone line end in their logs. Pure."""

from dataclasses import replace

from huashu.call import CallLog, Connected, Done, EndReason, Event, HangUp, Heard, HungUp, Ring, Side
from huashu.voice.sip.outcome import Close, hung_up_by, reason_of


def unanswered(call: CallLog, close: Close, *, rang: bool = False) -> CallLog:
    """The log of a call that nobody picked up: its rings, and the hang-up with the reason when it was ours to call.
    ``rang``: it rang, if only for a moment. What was heard was an announcement of the network: it helps to tell the
    reason, and is kept beside the events (``announced``)."""
    rings = tuple(event for event in call.events if isinstance(event, Ring))
    hung_up = next((event for event in call.events if isinstance(event, HungUp)), None)
    at = max((ring.end for ring in rings), default=0) if hung_up is None else hung_up.at
    if rang and not rings:
        rings = (Ring(at=0, end=at),)
    events: tuple[Event, ...] = (*rings, HungUp(at=at, by=hung_up_by(close)))
    if call.direction == "inbound":
        return replace(call, events=events)
    announced = "".join(event.text for event in call.events if isinstance(event, Heard))
    reason = reason_of(close, announced)
    extra = {**call.extra, "announced": announced} if announced else call.extra
    kept = tuple(done for done in call.done if not isinstance(done.action, HangUp))
    done = (*kept, Done(at=at, action=HangUp(reason=reason, after=0)))
    return replace(call, events=events, done=done, extra=extra)


def reason_for_exit(call: CallLog) -> EndReason | None:
    """Why a call was not answered; ``None`` for one that was."""
    if any(isinstance(event, Connected) for event in call.events):
        return None
    return next((done.action.reason for done in call.done if isinstance(done.action, HangUp)), EndReason.NETWORK)


def dropped(call: CallLog) -> bool:
    """Whether a call that was answered was cut off by the network."""
    return any(isinstance(event, HungUp) and event.by is Side.SYSTEM for event in call.events)
