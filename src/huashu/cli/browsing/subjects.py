"""Documents as the page of ``huashu browser`` shows them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from huashu import library
from huashu.cli.desks import load_desk, trial_people
from huashu.cli.documents import load_playbook, read_text
from huashu.customer.callers.person import Person
from huashu.playbook.desk import is_desk
from huashu.playbook.desk.model import Desk, Item, ItemKind
from huashu.playbook.model import QA, Playbook, ProfileItem
from huashu.voice.browser.house import Hint, Kind, Role, Subject

MOST_PEOPLE = 6
"""Customers of a desk whom the page names."""

MOST_TAGS = 10
_OFFERED = (ItemKind.LOOK_UP, ItemKind.SERVICE, ItemKind.ORDER, ItemKind.CANCEL, ItemKind.SMS, ItemKind.COUNTER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document that was read: what the page shows of it, and the document itself. ``name`` is how it was named."""

    name: str
    subject: Subject
    content: Playbook | Desk


def read_documents(given: Sequence[str]) -> tuple[Document, ...]:
    """The documents ``given`` (paths or ``library:NAME``); every built-in one when there are none. Raises
    ``InputError`` for one that is missing or faulty."""
    built_in = [f"{library.SCHEME}{name}" for name in (*library.scenarios(), *library.desks())]
    return tuple(_document(number, name, bool(given)) for number, name in enumerate(given or built_in))


def _document(number: int, name: str, given: bool) -> Document:
    key = f"d{number}"
    if is_desk(read_text(name)):
        desk = load_desk(name)
        return Document(name=name, subject=_of_desk(key, desk, given), content=desk)
    playbook = load_playbook(name)
    return Document(name=name, subject=_of_scenario(key, playbook, given), content=playbook)


def _of_scenario(key: str, playbook: Playbook, given: bool) -> Subject:
    caller, callee = playbook.caller, playbook.callee
    role = caller.role
    steps = [
        Hint(title=f"{step.number}. {step.title}", lines=tuple((line.when or "", line.text) for line in step.lines))
        for step in caller.steps
    ]
    you = [(item.key or "备注", item.value) for item in caller.profile]
    if callee is not None:
        you.insert(0, ("您是", callee.role.text))
    return Subject(
        id=key,
        title=playbook.title,
        kind=Kind.SCENARIO,
        given=given,
        task=caller.task.text,
        roles=(Role.CUSTOMER, Role.AGENT) if callee is not None else (Role.CUSTOMER,),
        agent=" ".join(filter(None, (role.employer, role.name))),
        customer=_called(caller.profile),
        tags=tuple(filter(None, ("打出去的电话", _count(len(steps), "步"), _count(len(caller.qa), "条问答")))),
        you=tuple(you),
        steps=tuple(steps),
        answers=answers_of(caller.qa),
    )


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number else ""


def _called(profile: Iterable[ProfileItem]) -> str:
    """What the customer is called; empty when the document does not say."""
    names = (item.value for item in profile if any(word in item.key for word in ("姓名", "称呼", "客户名")))
    return next(names, "").split("，")[0].split("、")[0]


def _of_desk(key: str, desk: Desk, given: bool) -> Subject:
    fields = desk.verification.fields
    you = []
    for person in first_people(desk):
        known = "，".join(f"{field} {person.records[field]}" for field in fields if field in person.records)
        if known:
            you.append((f"您可以是{person.name}", known))
    offered = [item.name for kind in _OFFERED for item in desk.items if item.kind is kind]
    return Subject(
        id=key,
        title=desk.title,
        kind=Kind.DESK,
        given=given,
        task=f"客户打进来，{desk.organisation}{desk.agent_id}号接听：查询、办理、报修、投诉，当场办得了的当场办，办不了的建工单。",
        roles=(Role.CUSTOMER, Role.AGENT),
        agent=f"{desk.organisation} {desk.agent_id} 号",
        customer="来电的客户",
        tags=("打进来的电话", *offered[:MOST_TAGS]),
        you=tuple(you),
        steps=tuple(_item(item) for item in desk.items),
        answers=answers_of(desk.knowledge),
    )


def first_people(desk: Desk) -> tuple[Person, ...]:
    """The first customers of the trial company, as ``trial_people`` has them."""
    return trial_people(replace(desk, callers=desk.callers[:MOST_PEOPLE]))


def _item(item: Item) -> Hint:
    return Hint(title=item.name, lines=tuple(_item_lines(item)))


def _item_lines(item: Item) -> Iterator[tuple[str, str]]:
    if item.verify:
        yield "先核实身份", "要"
    for want in item.wants:
        yield f"问{want.name}", want.ask
    for when, text in (
        ("回答", item.answer),
        ("查不到", item.nothing),
        ("为什么办不了", item.why),
        ("眼下可以", item.interim),
        ("办之前说明", item.effect),
        ("时限", item.within),
        ("交给", item.department),
        ("自助", item.self_service),
    ):
        if text:
            yield when, text


def answers_of(known: Iterable[QA]) -> tuple[Hint, ...]:
    """Questions that may come, each with its answer."""
    return tuple(Hint(title=one.question, lines=(("", one.answer),)) for one in known)
