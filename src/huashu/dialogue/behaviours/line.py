"""A line that carries badly, in a scenario's call: he cannot hear us, we cannot hear him, nobody speaks (S3.2-S3.7,
S3.13)."""

from dataclasses import replace

from huashu.call import Act, EndReason, Event, Heard, Say
from huashu.dialogue.behaviours.repeating import again
from huashu.dialogue.behaviours.steps import go_on
from huashu.dialogue.closing import close
from huashu.dialogue.moments import THRESHOLDS, Occasion, Offer, Tended, dictation, sound, words
from huashu.dialogue.script.asking import Wants
from huashu.dialogue.script.lines import is_question
from huashu.dialogue.state import CallState, Context, Moment, Step, after_saying
from huashu.language import Understanding


def line(call: CallState, moment: Moment, ctx: Context) -> Step | None:
    """Mend the line, and ask him, when he or we hear badly; close when it stays so."""
    tended = trouble(call, moment)
    return None if tended is None or tended.goes_on else settle(call, tended, ctx, moment)


def trouble(call: CallState, moment: Moment) -> Tended | None:
    """What is wrong with how the two hear each other."""
    asked = call.pending is not None and bool(call.pending.inquiries)
    matters = bool(moment.answers.all or moment.points) or moment.match.entry is not None
    occasion = replace(occasion_of(call, moment.event, moment.heard), asked=asked, matters=matters)
    heard = sound.hear(call.care, occasion, THRESHOLDS)
    return heard or words.missed(call.care, occasion, THRESHOLDS)


def dictated(call: CallState, event: Heard, heard: Understanding) -> Tended | None:
    """What is done about a piece of a number that he dictates with pauses; with ``words`` once it is whole."""
    return dictation.hear(call.care, occasion_of(call, event, heard), THRESHOLDS)


def occasion_of(
    call: CallState, event: Event, heard: Understanding | None = None, *, prompts: int | None = None
) -> Occasion:
    """What the awkward moments are told of the call; ``prompts``: how often silence is prompted."""
    pending = call.pending
    phone = pending is not None and any(one.question.wants is Wants.PHONE for one in pending.inquiries)
    return Occasion(
        event=event,
        heard=heard,
        last_said=call.last_said,
        said=call.said,
        asked=(pending is not None and pending.asks) or is_question(call.last_said),
        expects="phone" if phone else None,
        reads_back=False,
        direction="outbound",
        prompts=prompts,
    )


def settle(call: CallState, tended: Tended, ctx: Context, moment: Moment | None = None, *, aside: bool = True) -> Step:
    """What was decided about an awkward moment, done: taking leave in the scenario's own words where it has them.
    ``aside``: it came between our question and its answer."""
    heard_badly = moment is not None and moment.heard.has(Act.CANNOT_HEAR, Act.LINE_BAD)
    faults = call.line_faults + (heard_badly or tended.care.line.words > call.care.line.words)
    call = replace(call, care=tended.care, line_faults=faults)
    if tended.ends is not None:
        said = next((action for action in tended.actions if isinstance(action, Say)), None)
        own = said.text if said is not None and tended.ends is EndReason.LINE_UNUSABLE else ""
        return close(call, ctx.script, tended.ends, line=own, because=said.because if said is not None else ())
    if tended.offer is Offer.SAY_AGAIN:
        waits = call.pending is not None and call.pending.asks
        return again(replace(call, interrupted=False)) if waits else go_on(call, moment, ctx)
    call = replace(call, interrupted=call.interrupted or aside)
    return after_saying(call, *tended.actions, pending=call.pending, tended=True)
