"""What was handled well in a special call, each with the line that shows it."""

from collections.abc import Iterator

from huashu.call import HungUp, Side
from huashu.inspection.review_scene import Point, Reviewed, quoted
from huashu.tracking import Signal

_PAUSE_MS = 2000
_PROVOCATIONS = frozenset({Signal.FLIRT, Signal.MOCKERY, Signal.REACTION, Signal.PERFORMANCE})
_HEATED = ("S2.10", "S2.11", "S2.12", "S2.13")
_ABUSE = "insults-the-caller"


def merits(reviewed: Reviewed) -> tuple[Point, ...]:
    """What deserves praise, in the order of the call."""
    found = [
        *_verified(reviewed),
        *_comforted(reviewed),
        *_served_before_clear(reviewed),
        *_honest(reviewed),
        *_kept_it_to_himself(reviewed),
        *_ignored(reviewed),
        *_ended(reviewed),
        *_controlled(reviewed),
    ]
    return tuple(sorted(found, key=lambda point: point.at))


def _clear(reviewed: Reviewed) -> int:
    return len(reviewed.events) if reviewed.nature.clear_at is None else reviewed.nature.clear_at


def _proper(reviewed: Reviewed, start: int, stop: int, *names: str) -> list[int]:
    lines = reviewed.agent_lines(start, stop)
    return [index for index in lines if reviewed.means(index, *names) and not reviewed.faulted(index)]


def _verified(reviewed: Reviewed) -> Iterator[Point]:
    probes = _proper(reviewed, 0, _clear(reviewed), "special_asks_fact")
    if probes:
        when = "判明前" if reviewed.nature.clear_at is not None else "不急于下判断，"
        words = quoted(reviewed.text_at(probes[-1]))
        yield Point(text=f"{when}先核实可查证的情况：{words}", at=probes[-1], clause="S2.3")


def _comforted(reviewed: Reviewed) -> Iterator[Point]:
    for index in _proper(reviewed, 0, _clear(reviewed), "special_comforts")[:1]:
        clause = "S2.5" if reviewed.nature.clear_at is not None else "S1.12"
        yield Point(text=f"先体谅再办事，将心比心：{quoted(reviewed.text_at(index))}", at=index, clause=clause)


def _served_before_clear(reviewed: Reviewed) -> Iterator[Point]:
    clear = _clear(reviewed)
    lines = reviewed.agent_lines(0, clear)[1:]
    if reviewed.nature.clear_at is None or not lines or any(reviewed.faulted(index) for index in lines):
        return
    if not _proper(reviewed, 0, clear, "special_comforts"):
        yield Point(text="性质判明前照常接待，应答准确简洁，没有凭怀疑怠慢", at=lines[0], clause="S2.5")


def _honest(reviewed: Reviewed) -> Iterator[Point]:
    for index in _proper(reviewed, 0, len(reviewed.events), "admits_robot")[1 if _greets_as_robot(reviewed) else 0 :]:
        yield Point(text="被问到是不是机器人时照实回答", at=index, clause="D5")
        return


def _greets_as_robot(reviewed: Reviewed) -> bool:
    first = reviewed.agent_lines(0, len(reviewed.events))[:1]
    return bool(first) and reviewed.means(first[0], "admits_robot") and not reviewed.faulted(first[0])


def _kept_it_to_himself(reviewed: Reviewed) -> Iterator[Point]:
    clear = _clear(reviewed)
    for asked in reviewed.customer_lines(clear, len(reviewed.events)):
        answer = reviewed.answer_to(asked)
        wants = any(word in reviewed.text_at(asked) for word in ("领导", "主管", "经理", "管事的", "换个人", "换人"))
        if wants and answer is not None and not reviewed.means(answer, "special_passes_on"):
            yield Point(text="对方要找领导，礼貌回绝，没有把麻烦推给别人", at=answer, clause="S2.5")
            return


def _ignored(reviewed: Reviewed) -> Iterator[Point]:
    turns = {
        one.turn for one in reviewed.nature.evidence if one.signal in _PROVOCATIONS and one.turn >= _clear(reviewed)
    }
    for turn in sorted(turns):
        answer = reviewed.answer_to(turn)
        if answer is not None and not reviewed.faulted(answer) and reviewed.means(answer, "special_method"):
            words = quoted(reviewed.text_at(turn))
            yield Point(text=f"对挑逗的话{words}置之不理，没有接茬", at=answer, clause="S2.16")
            return


def _ended(reviewed: Reviewed) -> Iterator[Point]:
    method, found = reviewed.method_used(), reviewed.statements()
    if method is None:
        return
    lines = found[method]
    pause = _pause(reviewed)
    kept = pause is not None and pause >= _PAUSE_MS
    if any(reviewed.faulted(index) for index in lines) or (pause is not None and not kept):
        return
    waited = "，停两秒多才挂断" if kept else ""
    text = {
        "S2.6": f"说明与业务无关后干脆收尾{waited}",
        "S2.7": f"说明无关、没有新问题就结束，说了 {len(lines)} 次{waited}，收得干净",
        "S2.8": f"始终只用“答不了、还有别的吗”这一类话答复，说了 {len(lines)} 次，不给对方新话头",
    }[method]
    yield Point(text=text, at=lines[-1], clause=method)


def _pause(reviewed: Reviewed) -> int | None:
    """The ms between the agent's last word and its hanging up; ``None`` when it did not hang up."""
    for event in reviewed.events:
        if isinstance(event, HungUp) and event.by is Side.AGENT:
            ends = [reviewed.events[index] for index in reviewed.agent_lines(0, len(reviewed.events))]
            return event.at - max((getattr(end, "end", 0) for end in ends), default=0)
    return None


def _controlled(reviewed: Reviewed) -> Iterator[Point]:
    """Keeping one's temper is a merit where others were lost: no never-say, no abuse."""
    if reviewed.nature.clear_at is None:
        return
    lines = reviewed.agent_lines(reviewed.nature.clear_at, len(reviewed.events))
    abusive = any(one.clause.id == _ABUSE and one.findings for one in reviewed.judgements)
    rude = abusive or any(reviewed.faulted(index, ("S2.11", "S2.12")) for index in lines)
    heated = any(reviewed.faulted(index, _HEATED) for index in lines)
    if lines and not rude:
        text = "虽有争辩，仍压住情绪，没有恶语相向" if heated else "自始至终语气平稳，敬语不丢"
        yield Point(text=text, at=lines[-1], clause="S2.12" if not heated else "S2.10")
