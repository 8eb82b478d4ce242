"""``huashu understand``, ``huashu answer`` and ``huashu complete``: one object in, one object out, a line each."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import click

from huashu.cli.documents import read_text
from huashu.cli.failure import InputError
from huashu.cli.output import json_lines, write_error, write_json

if TYPE_CHECKING:
    from huashu.language import Slot
    from huashu.playbook import QA


@click.command()
@click.option("--jsonl", is_flag=True, required=True, help="每行一个 JSON 对象 (one JSON object a line, in and out).")
def understand(jsonl: bool) -> None:
    """识别客户话语：每行 {"id","text","context"}，答 {"id","acts","scores","slots","points"}。

    Dialogue acts, slots and feedback of customers' utterances, from standard input to standard output.
    """
    from huashu.language import default_understander, feedback_points

    understander = default_understander()

    def reply(data: Mapping[str, Any]) -> dict[str, Any]:
        text, context = _text(data, "text"), _text(data, "context", "")
        heard = understander.understand(text, context)
        return {
            "acts": [act.value for act in heard.acts],
            "scores": {act.value: round(score, 4) for act, score in heard.scores.items()},
            "slots": {str(slot.kind): slot.value for slot in reversed(heard.slots)},
            "spans": [_span(slot) for slot in heard.slots],
            "points": [
                {"text": point.text, "polarity": point.polarity, "start": point.start, "end": point.end}
                for point in feedback_points(text, context, understander)
            ],
        }

    _converse(reply)


@click.command()
@click.argument("file", metavar="KB.md")
@click.option("--jsonl", is_flag=True, required=True, help="每行一个 JSON 对象 (one JSON object a line, in and out).")
def answer(file: str, jsonl: bool) -> None:
    """在问答文档里找答案：每行 {"id","question"}，答 {"id","entry","score","candidates"}。

    Find the entry of a Q&A document (or of a scenario's Q&A) that answers each question. Where two are
    about equally likely none is given, and "offer" names the two to ask about.
    """
    from huashu.language import default_embedder
    from huashu.playbook.knowledge import Knowledge

    entries = _entries(read_text(file), file)
    if not entries:
        raise InputError(
            f"{file}: 没有读到一条问答 (no question and answer found)；写成 Q：… 和 A：…，或问：… 和 答：…"
        )
    knowledge = Knowledge(entries, default_embedder())

    def reply(data: Mapping[str, Any]) -> dict[str, Any]:
        match = knowledge.match(_text(data, "question"))
        found: dict[str, Any] = {
            "entry": None if match.entry is None else match.entry.question,
            "score": round(match.score, 4),
            "candidates": [entry.question for entry in match.candidates],
        }
        if match.ambiguous:
            found["offer"] = [entry.question for entry in match.offer]
        return found

    _converse(reply)


@click.command()
@click.option("--jsonl", is_flag=True, required=True, help="每行一个 JSON 对象 (one JSON object a line, in and out).")
def complete(jsonl: bool) -> None:
    """判断话说完没有：每行 {"id","text"}，答 {"id","state","p"}。

    Whether an utterance is finished, unfinished, or asks to wait, and how likely that is.
    """
    from huashu.language.completeness import default_completeness

    reader = default_completeness()

    def reply(data: Mapping[str, Any]) -> dict[str, Any]:
        found = reader.read(_text(data, "text"))
        return {"state": found.state.value, "p": round(found.chance, 4)}

    _converse(reply)


def _entries(text: str, name: str) -> "tuple[QA, ...]":
    """The questions and answers of a scenario, or of a document that holds nothing else."""
    from huashu.playbook import parse
    from huashu.playbook.qa import parse_knowledge

    playbook = parse(text, name).playbook
    return playbook.caller.qa if playbook is not None else parse_knowledge(text)


def _span(slot: "Slot") -> dict[str, Any]:
    return {
        "kind": str(slot.kind),
        "text": slot.text,
        "value": slot.value,
        "start": slot.start,
        "end": slot.end,
    }


def _text(data: Mapping[str, Any], key: str, usual: str | None = None) -> str:
    value = data.get(key, usual)
    if value is None and usual is not None:
        return usual
    if not isinstance(value, str):
        raise ValueError(f'缺少文字 {key} (no text "{key}")；例如 {{"id":"1","{key}":"…"}}')
    return value


def _converse(reply: Callable[[Mapping[str, Any]], dict[str, Any]]) -> None:
    """Answer every line of standard input; a bad one with an error object."""
    for number, data in json_lines():
        if isinstance(data, str):
            write_error(number, data)
            continue
        try:
            write_json({"id": data.get("id"), **reply(data)})
        except ValueError as problem:
            write_error(number, f"第 {number} 行 (line {number}): {problem}", id=data.get("id"))
