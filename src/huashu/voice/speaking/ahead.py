"""What an agent will say, before it says it: the lines of a document and our own, rendered ahead of the call."""

import inspect
import re
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, fields, is_dataclass

from huashu.dialogue import phrases
from huashu.dialogue.behaviours.identity import brief
from huashu.dialogue.closing import polite
from huashu.dialogue.desk import wording as desk_wording
from huashu.dialogue.desk.greeting import greeting
from huashu.dialogue.harassing.wordings import wordings as harassing_wordings
from huashu.dialogue.moments.wording import wordings as moment_wordings
from huashu.dialogue.script.compiler import compile_script
from huashu.playbook.desk.model import CallerCard, Desk
from huashu.playbook.model import Passage, Playbook
from huashu.voice.ports import VoiceError
from huashu.voice.speaking.cache import CachedVoice, spoken_units

_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;\n]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """How far rendering ahead has come: ``text`` is done, ``number`` of ``total``. ``made``: it was not kept before;
    ``failure``: why it could not be spoken, "" when it could."""

    text: str
    number: int
    total: int
    made: bool
    failure: str = ""


def lines_of(document: Playbook | Desk) -> tuple[str, ...]:
    """Every sentence that an agent working by ``document`` can be foreseen to say, once each, blanks filled with what
    is known: the document's lines, answers and closings, and our own lines for all the moments no document writes down.
    What depends on the customer's words is not among them."""
    lines = _of_desk(document) if isinstance(document, Desk) else _of_playbook(document)
    sentences = (sentence for line in lines for sentence in _sayable(line))
    return tuple(dict.fromkeys(sentence for sentence in sentences if len(sentence) > 1))


def render_ahead(lines: Iterable[str], voice: CachedVoice, *, workers: int = 1) -> Iterator[Rendered]:
    """Render what ``voice`` has not kept yet, ``workers`` lines at a time, telling of each as it is done. A line that
    fails is told of and does not stop the others."""
    units = tuple(dict.fromkeys(unit for line in lines for unit in spoken_units(line)))
    with ThreadPoolExecutor(max_workers=workers, thread_name_prefix="ahead") as pool:
        running = {pool.submit(_render, voice, unit): unit for unit in units}
        try:
            for number, done in enumerate(as_completed(running), start=1):
                made, failure = done.result()
                yield Rendered(text=running[done], number=number, total=len(units), made=made, failure=failure)
        finally:
            for waiting in running:
                waiting.cancel()


def _render(voice: CachedVoice, unit: str) -> tuple[bool, str]:
    try:
        return voice.render(unit), ""
    except VoiceError as failure:
        return False, str(failure)


def _sayable(line: str) -> Iterator[str]:
    """The sentences of a line that have no blank left; of one that has, what leads up to it as far as a comma, and what
    follows it."""
    for sentence in _SENTENCE.findall(line):
        head, blank, _ = sentence.partition("{")
        if not blank:
            yield sentence.strip()
            continue
        yield head.strip() if head.rstrip().endswith(("，", "：")) else head.rpartition("，")[0]
        tail = sentence.rpartition("}")[2]
        yield from (tail, tail.partition("，")[2])


def _named(line: str, values: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """A line with the blanks filled that have few values, once for each."""
    filled: tuple[str, ...] = (line,)
    for name, several in values.items():
        filled = tuple(text.replace(f"{{{name}}}", value) for text in filled for value in several)
    yield from dict.fromkeys(filled)


def _of_playbook(playbook: Playbook) -> Iterator[str]:
    script = compile_script(playbook)
    yield from (move.text for move in script.moves)
    yield from (branch.text for branch in script.branches)
    yield from (text for closing in script.closings for text in (polite(closing.text), closing.text))
    yield from (passage.text for passage in playbook.caller.openings)
    yield from (qa.answer for qa in playbook.caller.qa)
    yield script.why
    if script.who:
        yield f"{brief(script.who)}，请问您是{script.name or '机主'}本人吗？"
        yield f"{brief(script.who)}。"
    yield from _of_phrases()
    yield from _of_moments("outbound")
    yield from _of_harassing(script.name, "")


_SPOKEN_FIELDS = frozenset(
    "ask answer nothing why interim effect fee self_service purpose way text meaning closing".split()
)


def _of_desk(desk: Desk) -> Iterator[str]:
    """Its greeting, and what its document gives the agent to say."""
    yield greeting(desk)
    yield from _spoken_in(desk)
    known = _known_of(desk)
    for wordings in desk_wording.lines().values():
        yield from (line for wording in wordings for line in _named(wording, known))
    yield from _of_phrases()
    yield from _of_moments("inbound")
    yield from _of_harassing("", desk.organisation)


def _spoken_in(value: object) -> Iterator[str]:
    for field in fields(value):  # type: ignore[arg-type]
        inside = getattr(value, field.name)
        if isinstance(inside, str) and field.name in _SPOKEN_FIELDS:
            yield inside
        for part in inside if isinstance(inside, tuple) else (inside,):
            if is_dataclass(part) and not isinstance(part, CallerCard | Passage | type):
                yield from _spoken_in(part)


def _known_of(desk: Desk) -> Mapping[str, tuple[str, ...]]:
    """What the blanks of the desk's lines are filled with, as far as its document settles it."""
    asked = desk.verification.fields
    known = {
        "organisation": (desk.organisation,),
        "department": (desk.department,),
        "agent": (desk.agent_id,),
        "hotline": (desk.hotline,),
        "leader": (desk.leader,),
        "complaints": (desk.complaints,),
        "within": (desk.call_back_within,),
        "fields": ("和".join(asked[: desk.verification.needed]), "、".join(asked), *asked) if asked else (),
    }
    return {name: values for name, values in known.items() if any(values)}


def _of_phrases() -> Iterator[str]:
    for name, value in inspect.getmembers(phrases):
        if name.isupper():
            yield from (value,) if isinstance(value, str) else value


_REASONS = ("处理", "查询", "核实")
"""Why a customer is put on hold."""


def _of_moments(direction: str) -> Iterator[str]:
    for wordings in moment_wordings().values():
        for line in wordings[direction]:
            yield from _named(line.replace("{name}", ""), {"reason": _REASONS})


def _of_harassing(address: str, organisation: str) -> Iterator[str]:
    for wordings in harassing_wordings().lines.values():
        for line in wordings:
            yield from _named(line, {"address": (address,), "organisation": (organisation or "我们",)})
