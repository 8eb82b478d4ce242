"""One call to a desk, with whoever is at the keyboard or behind the pipe."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from rich.text import Text

from huashu.call import CallLog, Connected, LookedUp, Ms, OrderOpened, Request, Ring, SmsSent
from huashu.casework.inbound import inbound_record
from huashu.cli.database import opened, told
from huashu.cli.desks import connected_systems, record_behind, trial_people
from huashu.cli.screen import console_of_calls
from huashu.cli.session import Session
from huashu.cli.standards import load
from huashu.cli.terminal import talk
from huashu.customer.callers.person import Person
from huashu.dialogue.desk import Incoming, make_desk_context
from huashu.language import default_understander
from huashu.playbook.desk.model import Desk, Risk
from huashu.rehearsal.desk.agent import DeskAgent
from huashu.rehearsal.desk.company import Company
from huashu.rehearsal.loop import Pace

if TYPE_CHECKING:
    from huashu.fulfilment import Fulfilment
    from huashu.systems import Systems

MOST_SHOWN = 6
"""Customers whom the terminal names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A call that comes in to ``desk``, the document ``name``. ``company`` is one of ``answer_line.COMPANIES``;
    ``kept``: whether what it leaves goes into the ``database``."""

    desk: Desk
    name: str
    number: str
    began: datetime
    company: str
    risk: str | None
    standards: Sequence[str]
    kept: bool = False
    database: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The company as the database keeps it: what is asked for is written down before it is carried out."""

    fulfilment: "Fulfilment"
    call: str
    began: datetime

    def answer(self, request: Request, at: Ms) -> LookedUp | OrderOpened | SmsSent:
        """The answer to what was asked ``at``. Raises ``InputError`` when it cannot be written down."""
        with told():
            return self.fulfilment.carry_out(self.call, self.began, request, at)

    def keep(self, log: CallLog) -> None:
        """Write the call as it stands."""
        with told():
            self.fulfilment.keep(log, self.began)


@contextmanager
def arrive(arrival: Arrival) -> Iterator[tuple[Session, tuple[Person, ...]]]:
    """The agent ready to answer, and the customers of the trial company; none when it is not on trial."""
    people = trial_people(arrival.desk) if arrival.company == "memory" else ()
    with ExitStack() as stack:
        systems = connected_systems(arrival.company, people)
        company: Company | Kept | None = None
        call, keeper = arrival.name, None
        if systems is not None and arrival.kept:
            company = _kept(stack, arrival, stack.enter_context(systems))
            call, keeper = company.call, company.keep
        elif systems is not None:
            call = call if arrival.company == "memory" else uuid4().hex  # a real company takes a key once
            company = Company(systems=stack.enter_context(systems), began=arrival.began, call=call)
        risk = Risk(arrival.risk) if arrival.risk is not None else None
        context = make_desk_context(arrival.desk, default_understander(), load(arrival.standards), risk)
        known = record_behind(arrival.number, people)
        incoming = Incoming(number=arrival.number, began=arrival.began, records=known)
        session = Session(
            DeskAgent(context, incoming),
            call,
            {"customer_number": arrival.number} if arrival.number else {},
            direction="inbound",
            company=company,
            recorder=lambda log: inbound_record(log, arrival.began),
            keeper=keeper,
        )
        yield session, people
        if isinstance(company, Kept):
            with told():
                company.fulfilment.finish(session.log(), arrival.began)


def _kept(stack: ExitStack, arrival: Arrival, systems: "Systems") -> Kept:
    """The call begun in the database."""
    from huashu.fulfilment import Fulfilment

    fulfilment = Fulfilment(stack.enter_context(opened(arrival.database)), systems)
    call = uuid4().hex
    with told():
        fulfilment.begin(CallLog(id=call, direction="inbound"), arrival.began, number=arrival.number)
    return Kept(fulfilment=fulfilment, call=call, began=arrival.began)


def converse(session: Session, arrival: Arrival, people: Sequence[Person]) -> None:
    """The call at the terminal: who the caller may say he is, the telephone rings, the agent answers."""
    console = console_of_calls()
    pace = Pace()
    begins = [count * (pace.ring + pace.between_rings) for count in range(pace.rings)]
    rings = [Ring(at=at, end=at + pace.ring) for at in begins]
    for known in list(filter(None, (_known_by(arrival.desk, person) for person in people)))[:MOST_SHOWN]:
        console.print(Text(f"您可以是：{known}", style="dim"))
    talk(session, arrival.standards, begin=(*rings, Connected(at=rings[-1].end)))


def _known_by(desk: Desk, person: Person) -> str:
    fields = (field for field in desk.verification.fields if field in person.records)
    return "，".join(f"{field} {person.records[field]}" for field in fields)
