"""What an agent will say, before it says it: the lines of a document and our own, rendered ahead of the call."""

import inspect
import re
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, fields, is_dataclass

from huashu.dialogue import phrases
from huashu.dialogue.desk import wording as desk_wording
from huashu.dialogue.desk.greeting import greeting
from huashu.dialogue.harassing.wordings import wordings as harassing_wordings
from huashu.dialogue.moments.wording import wordings as moment_wordings
from huashu.dialogue.script.compiler import compile_script
from huashu.playbook.desk.model import CallerCard, Desk
from huashu.playbook.model import Passage, Playbook
from huashu.voice.ports import VoiceFailed
from huashu.voice.speaking.cache import CachedVoice, spoken_units

_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;\n]*")
_LEADS = "，：,:"


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
    if isinstance(document, Desk):
        own, known, direction = tuple(_of_desk(document)), _known_of(document), "inbound"
    else:
        own, known, direction = tuple(_of_playbook(document)), _named_in(document), "outbound"
    ours = (*_of_phrases(), *_of_moments(direction), *_of_harassing(), *(_of_desk_wording() if known else ()))
    lines = (desk_wording.fill(line, known) for line in (*own, *ours))
    return tuple(dict.fromkeys(sentence for line in lines for sentence in _sayable(line)))


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
    if voice.has(unit):
        return False, ""
    try:
        voice.speak(unit)
    except VoiceFailed as failure:
        return False, str(failure)
    return True, ""


def _sayable(line: str) -> Iterator[str]:
    """The sentences of a line that have no blank left; of one that has, what leads up to it as far as a comma."""
    for sentence in _SENTENCE.findall(line):
        if "{" not in sentence:
            yield sentence.strip()
        elif (lead := re.match(rf"[^{{}}]{{3,}}[{_LEADS}]", sentence.partition("{")[0])) is not None:
            yield lead.group().strip()


def _of_playbook(playbook: Playbook) -> Iterator[str]:
    script = compile_script(playbook)
    yield from (move.text for move in script.moves)
    yield from (branch.text for branch in script.branches)
    yield from (closing.text for closing in script.closings)
    yield from (passage.text for passage in playbook.caller.openings)
    yield from (qa.answer for qa in playbook.caller.qa)


def _named_in(playbook: Playbook) -> Mapping[str, str]:
    return {key: value for key, value in compile_script(playbook).slots.items() if value}


_SPOKEN_FIELDS = frozenset(
    "ask answer nothing why interim effect fee self_service purpose way text meaning closing".split()
)


def _of_desk(desk: Desk) -> Iterator[str]:
    """Its greeting, and what its document gives the agent to say."""
    yield greeting(desk)
    yield from _spoken_in(desk)


def _spoken_in(value: object) -> Iterator[str]:
    for field in fields(value):  # type: ignore[arg-type]
        inside = getattr(value, field.name)
        if isinstance(inside, str) and field.name in _SPOKEN_FIELDS:
            yield inside
        for part in inside if isinstance(inside, tuple) else (inside,):
            if is_dataclass(part) and not isinstance(part, CallerCard | Passage | type):
                yield from _spoken_in(part)


def _known_of(desk: Desk) -> Mapping[str, str]:
    known = {
        "organisation": desk.organisation,
        "department": desk.department,
        "agent": desk.agent_id,
        "hotline": desk.hotline,
        "leader": desk.leader,
        "complaints": desk.complaints,
        "within": desk.call_back_within,
    }
    return {name: value for name, value in known.items() if value}


def _of_phrases() -> Iterator[str]:
    for name, value in inspect.getmembers(phrases):
        if name.isupper():
            yield from (value,) if isinstance(value, str) else value


def _of_moments(direction: str) -> Iterator[str]:
    for wordings in moment_wordings().values():
        yield from (line.replace("{name}", "").replace("{reason}", "处理") for line in wordings[direction])


def _of_harassing() -> Iterator[str]:
    for wordings in harassing_wordings().lines.values():
        yield from wordings


def _of_desk_wording() -> Iterator[str]:
    for wordings in desk_wording.lines().values():
        yield from wordings
