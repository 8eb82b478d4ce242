"""The guard mends a faulty line before it falls back on a stock line."""

from dataclasses import replace

from stage import SCENARIO, Stage, context, playbook

from huashu.call import EndReason, HangUp, Say
from huashu.dialogue import phrases, start
from huashu.dialogue.closing import plain_closing
from huashu.dialogue.guard import guarded
from huashu.dialogue.state import Context, after_saying
from huashu.standard import Fault, load_standard

STANDARD = load_standard()
TURNING = next(clause for clause in STANDARD.clauses if "S1.13" in clause.source)


def wary(*words: str) -> Context:
    """A context whose guard objects to lines with any of ``words``, as against S1.13."""
    fault = Fault(clause=TURNING, text="")
    return replace(
        context(), faults=lambda line, heard, before: (fault,) if any(word in line for word in words) else ()
    )


def spoken(text: str, ctx: Context, *, ends: bool = False) -> Say:
    """What is said in place of ``text``."""
    hang_up = (HangUp(reason=EndReason.COMPLETED, after=3000),) if ends else ()
    decided = after_saying(start(ctx), Say(text=text, because=("S0.4",)), *hang_up)
    step = guarded(decided, ctx, "能不能便宜点")
    (line,) = (action for action in step.actions if isinstance(action, Say))
    assert step.call.said[-1] == line.text
    return line


def test_a_faulty_line_keeps_its_facts_when_it_can_be_rewritten() -> None:
    line = spoken("您的心情我懂，但是这笔38元可以下月退", wary("但是"))
    assert line.text == "您的心情我懂，这笔38元可以下月退"
    assert line.because == ("S0.4", *TURNING.source)


def test_a_line_still_faulty_after_rewriting_is_replaced() -> None:
    assert spoken("您的心情我懂，但是这笔38元可以下月退", wary("但是", "38元")).text == phrases.NEUTRAL


def test_a_line_that_nobody_can_rewrite_is_replaced() -> None:
    assert spoken("你们这些人动不动就说没人管", wary("动不动")).text == phrases.NEUTRAL


def test_a_last_line_whose_rewriting_takes_no_leave_is_replaced_by_a_closing() -> None:
    line = spoken("您的心情我懂，但是这笔38元可以下月退", wary("但是"), ends=True)
    assert line.text == plain_closing(EndReason.COMPLETED)


def test_a_proper_line_is_said_as_it_is() -> None:
    assert spoken("谢谢您的反馈", wary("但是")).text == "谢谢您的反馈"


def test_a_scripted_line_is_said_rewritten_before_it_is_left_out() -> None:
    script = playbook(
        SCENARIO.replace("我们可以安排师傅免费复查一次", "您的感受我懂，不过我们可以安排师傅免费复查一次")
    )
    ctx = replace(wary("不过"), script=context(script).script)
    call = Stage(ctx=ctx).connect().hear("是我|affirm_identity", "行|affirm", "好|affirm", "来晚了|feedback_negative")
    assert "免费复查一次" in call.lines[-1]
    assert "不过" not in call.lines[-1]
