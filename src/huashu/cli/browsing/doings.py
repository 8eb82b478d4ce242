"""What the agent did beside the line, and the record of a call, in words."""

from collections.abc import Iterator, Mapping
from typing import Any

from huashu.call import (
    Adjust,
    Adjustment,
    CallLater,
    DoNotContact,
    HangUp,
    LookUp,
    Note,
    NoteKind,
    OpenOrder,
    ReportCaller,
    SendSms,
    Transfer,
)
from huashu.cli.handling import ORDER_KINDS
from huashu.rehearsal.labels import END_REASONS, GOALS

NOTES = {
    NoteKind.FEEDBACK: "记下意见",
    NoteKind.ANSWER: "记下回答",
    NoteKind.OPEN_QUESTION: "记下问题",
    NoteKind.FACT: "记下情况",
}
ADJUSTMENTS = {
    Adjustment.RECEIVE_GAIN: "调大收音",
    Adjustment.NOISE_SUPPRESSION: "打开降噪",
    Adjustment.SEND_LEVEL: "调大说话的音量",
}


def beside(action: object) -> str:
    """What was done, as ``名称：内容``; empty for what can be heard on the line anyway."""
    match action:
        case Note():
            return f"{NOTES[action.kind]}：{action.text}"
        case DoNotContact():
            return f"登记勿扰：{action.text}"
        case CallLater():
            return f"登记改期：{action.when}"
        case LookUp():
            return f"查询：{action.query}"
        case OpenOrder():
            return f"建{ORDER_KINDS.get(action.kind, '')}工单：{action.subject}"
        case SendSms():
            return f"发短信：{action.text}"
        case Adjust():
            return f"调线路：{ADJUSTMENTS.get(action.what, action.what)}"
        case ReportCaller():
            return "上报骚扰：" + "；".join(action.facts)
        case Transfer():
            return f"转接：{action.to}"
        case HangUp():
            return f"收线：{END_REASONS.get(action.reason, action.reason)}"
        case _:
            return ""


def record_rows(record: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The record of a call as rows of name and content."""
    return list(_rows(record))


def _rows(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    reason = record.get("end_reason", "")
    yield "结果", END_REASONS.get(reason, reason)
    if goal := record.get("goal"):
        met = f"：{record['end_condition']}" if record.get("end_condition") else ""
        yield "任务", f"{GOALS.get(goal, goal)}{met}"
    if record.get("do_not_contact"):
        yield "勿扰", "已登记"
    if record.get("call_later"):
        yield "改期", record["call_later"]
    for point in record.get("feedback", ()):
        yield "意见", point["text"]
    for answer in record.get("answers", ()):
        yield "回答", f"{answer['key'] or answer['question']}：{answer['answer']}"
    if agreed := record.get("agreed"):
        yield "约定", "；".join(f"{key} {value}" for key, value in agreed.items())
    for question in record.get("open_questions", ()):
        yield "待答", question
