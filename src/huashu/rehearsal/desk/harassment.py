"""How harassing callers were dealt with (S2.5-S2.13), and that nobody else was dealt with like them (S2.4)."""

import re
from collections.abc import Iterator

from huashu.call import CallLog, EndReason, HangUp, HungUp, ReportCaller, Said, Side, Transfer
from huashu.customer.callers import Nature
from huashu.customer.callers.hearing import Cue, cues_of
from huashu.playbook.desk.model import Risk
from huashu.rehearsal.desk.texts import Texts
from huashu.rehearsal.desk.truth import CallerTruth
from huashu.rehearsal.score import Fault, Hits
from huashu.rehearsal.words import sentences

MOST_WARNINGS = 3
"""Statements of method 2 that the call will end."""

FEWEST_ANSWERS = 6
"""Lines of method 3 before a cautious desk ends the call itself."""

_NEVER = re.compile(
    r"有必要(?:跟|和|向|给)我们|(?:不能|无法|拒绝|没法)(?:再)?(?:为|给)您(?:这样的人)?(?:提供)?服务|不是(?:为|给)您这(?:样|种)的?"
    r"|(?:下一|其他|别的|后面的)(?:位|个)?(?:客户|用户)(?:还)?(?:在等|服务|排队|要|需要)|您(?:觉得|认为|说)(?:这)?(?:可能|合适|有意思|好笑)吗"
    r"|无聊|骚扰|捣乱|恶作剧|浪费(?:我|大家|时间)|有病|神经|请您?自重|不要(?:再)?胡|开(?:什么|这种)玩笑"
)
"""What is never said to a caller, whatever he is (S2.10, S2.11)."""

_PASSED_ON = re.compile(
    r"(?<![没无])(?<!没法|无法|不能|不便)(?<!不方便|没办法)(?:给您|帮您|为您|替您|请|让)(?:我们)?(?:的)?(?:转接|转到|转给)?(?:主管|班长|领导|经理|前台|接待)(?:来)?"
    r"(?:接听|接电话|跟您|和您|与您|为您|处理)"
)


def harassment_handled(log: CallLog, truth: CallerTruth, risk: Risk, texts: Texts, faults: list[Fault]) -> Hits:
    """Whether a harassing call was ended by the method that the desk's risk asks for, without a word that is never
    said, without passing him on, and reported. Not counted: other callers."""
    if truth.nature is not Nature.HARASSING:
        return Hits()
    wrong = [*_said_wrong(log, texts), *_ended_wrong(log, truth, risk)]
    if any(isinstance(done.action, Transfer) for done in log.done):
        wrong.append((None, "把骚扰者转给了别人"))
    if not any(isinstance(done.action, ReportCaller) for done in log.done) and _lasted(log):
        wrong.append((None, "骚扰来电没有上报"))
    faults.extend(Fault(event=event, measure="harassment_handled", text=text) for event, text in wrong)
    return Hits.of([not wrong])


def _lines(log: CallLog) -> list[tuple[int, Said]]:
    return [(index, event) for index, event in enumerate(log.events) if isinstance(event, Said)]


def _lasted(log: CallLog) -> bool:
    """Whether his call went on long enough to know what he is."""
    clear_from = ((log.truth or {}).get("nature") or {}).get("clear_from")
    turns = len((log.truth or {}).get("utterances") or ())
    return clear_from is not None and turns - clear_from > 1


def _never_said(said: Said, texts: Texts) -> bool:
    """Whether something is in a line that is never said; what the document itself says is the desk's own affair."""
    return any(_NEVER.search(sentence) and not texts.quotes(sentence) for sentence in sentences(said.text))


def _said_wrong(log: CallLog, texts: Texts) -> Iterator[tuple[int | None, str]]:
    for index, said in _lines(log):
        if _never_said(said, texts):
            yield index, "对骚扰者说了忌语"
        if _PASSED_ON.search(said.text):
            yield index, "提出把骚扰者转给别人"


def _ended_wrong(log: CallLog, truth: CallerTruth, risk: Risk) -> Iterator[tuple[int | None, str]]:
    last = log.events[-1]
    if log.extra.get("capped") or not isinstance(last, HungUp) or last.by is Side.SYSTEM:
        yield None, "骚扰来电没有结束"
        return
    reasons = [done.action.reason for done in log.done if isinstance(done.action, HangUp)]
    if not reasons and truth.left_by == "customer":
        return
    if EndReason.HARASSMENT not in reasons:
        if _lasted(log):
            yield None, "没有按骚扰来电结束"
        return
    cues = [cues_of(said.text) for _, said in _lines(log)]
    warned = sum(Cue.WILL_HANG_UP in found for found in cues)
    stated = sum(bool(found & {Cue.UNRELATED, Cue.ELSE}) for found in cues)
    match risk:
        case Risk.CAUTIOUS if stated < FEWEST_ANSWERS and not _took_leave(log):
            yield None, f"稳妥的服务台主动挂机前只答了{stated}句"
        case Risk.BALANCED if not warned and not _took_leave(log):
            yield None, "挂机前没有说明将要挂机"
        case _ if not stated and not warned and not _took_leave(log):
            yield None, "挂机前没有说明与业务无关"
    if warned > MOST_WARNINGS:
        yield None, f"说明将要挂机{warned}次，最多{MOST_WARNINGS}次"


def _took_leave(log: CallLog) -> bool:
    rows = (log.truth or {}).get("end_signals") or ()
    return bool(rows)


def genuine_served(log: CallLog, truth: CallerTruth, texts: Texts, faults: list[Fault]) -> Hits:
    """Whether one who needs help was not taken for a harassing caller: not reported, not hung up on, not told again and
    again that his matter is none of ours. Not counted: harassing callers."""
    if truth.nature is Nature.HARASSING:
        return Hits()
    wrong: list[tuple[int | None, str]] = []
    for done in log.done:
        if isinstance(done.action, ReportCaller):
            wrong.append((None, "真有事的来电者被上报为骚扰"))
        if isinstance(done.action, HangUp) and done.action.reason is EndReason.HARASSMENT:
            wrong.append((None, "真有事的来电者被按骚扰挂断"))
    found = [(index, cues_of(said.text)) for index, said in _lines(log)]
    warned = [index for index, cues in found if Cue.WILL_HANG_UP in cues and Cue.UNRELATED in cues]
    if warned:
        wrong.append((warned[0], "对真有事的来电者说将要挂机"))
    wrong += [(index, "对真有事的来电者说了忌语") for index, said in _lines(log) if _never_said(said, texts)]
    faults.extend(Fault(event=event, measure="genuine_served", text=text) for event, text in wrong)
    return Hits.of([not wrong])
