"""Whether a customer may be contacted: his standing choices, and what each of them closes (S0.13)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from huashu.call import DoNotContact
from huashu.casework.phones import plain_number
from huashu.casework.workdays import local


class Channel(StrEnum):
    """A way to reach a customer. Values never change once released."""

    CALL = "call"
    SMS = "sms"

    @property
    def label(self) -> str:
        """Its name in Chinese."""
        return {"call": "电话", "sms": "短信"}[self]


class Scope(StrEnum):
    """What a refusal is about. Values never change once released."""

    ALL = "all"
    SALES = "sales"

    @property
    def label(self) -> str:
        """Its name in Chinese."""
        return {"all": "全部", "sales": "营销"}[self]


class Purpose(StrEnum):
    """What he would be contacted for. Values never change once released."""

    SALES = "sales"
    SURVEY = "survey"
    SERVICE = "service"
    """The handling of his own matter, promised call-backs among it."""
    REVISIT = "revisit"
    MAJOR_CHANGE = "major_change"
    """What he has to know: changes of terms, safety, recalls."""

    @property
    def label(self) -> str:
        """Its name in Chinese."""
        return {"sales": "营销", "survey": "调查", "service": "服务", "revisit": "回访", "major_change": "重大变更"}[
            self
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """The customer took a choice back: when, recorded by whom, in which call and words."""

    at: datetime
    by: str
    proof: str
    source_call: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPreference:
    """A standing choice not to be contacted. ``number`` or ``customer`` says whose it is; ``channels`` what it closes,
    ``scope`` about what; ``except_channels`` what stays open all the same, each as ``CHANNEL_PURPOSE``
    (``sms_major_change``). ``proof``: his words; ``source_call``: where he said them; in force from ``since`` to
    ``until`` (for good when ``None``), or until it is withdrawn."""

    number: str
    customer: str | None = None
    channels: tuple[Channel, ...] = (Channel.CALL,)
    scope: Scope = Scope.ALL
    except_channels: tuple[str, ...] = ("sms_major_change",)
    source_call: str | None = None
    proof: str
    since: datetime
    until: datetime | None = None
    withdrawn: Withdrawal | None = None

    def stands(self, at: datetime) -> bool:
        """Whether it is in force at ``at``."""
        begun = local(self.since) <= local(at)
        over = self.until is not None and local(at) >= local(self.until)
        return begun and not over and (self.withdrawn is None or local(at) < local(self.withdrawn.at))

    def closes(self, channel: Channel, purpose: Purpose) -> bool:
        """Whether it forbids ``channel`` for ``purpose``."""
        about = self.scope is Scope.ALL or purpose is Purpose.SALES
        return channel in self.channels and about and not self.excepts(channel, purpose)

    def excepts(self, channel: Channel, purpose: Purpose) -> bool:
        """Whether it leaves ``channel`` open for ``purpose`` by an exception of its own."""
        return f"{channel.value}_{purpose.value}" in self.except_channels

    def of(self, number: str, customer: str | None = None) -> bool:
        """Whether it is the choice of him who has ``number``, or who is ``customer``."""
        own = plain_number(self.number)
        return (bool(own) and own == plain_number(number)) or (customer is not None and customer == self.customer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether he may be contacted, and the reason, in words for whoever asks."""

    allowed: bool
    because: str


class ContactError(ValueError):
    """A choice that cannot be recorded or taken back as was asked; the message says what is missing."""


def refuse(
    said: DoNotContact,
    number: str,
    at: datetime,
    *,
    call: str | None = None,
    customer: str | None = None,
    until: datetime | None = None,
) -> ContactPreference:
    """The choice that the customer made at ``at`` in ``call``. What of it is not understood closes rather than opens:
    with no channel that we know all are closed, and an unknown scope is everything.

    Raises ``ContactError`` when neither a number nor a customer is known, or his words are missing."""
    if not plain_number(number) and not customer:
        raise ContactError("不知道是谁的意愿：需要号码或客户编号 (whose choice is it?)")
    if not said.text.strip():
        raise ContactError("缺少客户原话，无法作为凭据 (his words are the proof)")
    channels = tuple(one for one in Channel if one.value in said.channels)
    return ContactPreference(
        number=plain_number(number),
        customer=customer,
        channels=channels or tuple(Channel),
        scope=Scope(said.scope) if said.scope in set(Scope) else Scope.ALL,
        except_channels=tuple(said.except_channels),
        source_call=call,
        proof=said.text.strip(),
        since=local(at),
        until=until,
    )


def withdraw(
    preference: ContactPreference, by: str, at: datetime, proof: str, source_call: str | None = None
) -> ContactPreference:
    """``preference`` taken back by the customer in the words of ``proof``; it counts as before for any time before
    ``at``. Raises ``ContactError`` without proof, without the name of who recorded it, when it was already taken back,
    and for a time before it was made."""
    if not proof.strip():
        raise ContactError("没有客户原话不能撤销拒绝联系 (only the customer's own words take it back)")
    if not by.strip():
        raise ContactError("请写明由谁登记撤销 (recorded by whom?)")
    if preference.withdrawn is not None:
        raise ContactError(f"已在 {local(preference.withdrawn.at):%Y-%m-%d %H:%M} 撤销 (already withdrawn)")
    if local(at) < local(preference.since):
        raise ContactError("撤销时间早于拒绝的时间 (withdrawn before it was made)")
    taken_back = Withdrawal(at=local(at), by=by.strip(), proof=proof.strip(), source_call=source_call)
    return replace(preference, withdrawn=taken_back)


def may_contact(
    preferences: Iterable[ContactPreference],
    number: str,
    channel: Channel,
    purpose: Purpose,
    at: datetime,
    *,
    customer: str | None = None,
) -> Verdict:
    """Whether the one who has ``number`` (or is ``customer``) may be reached by ``channel`` for ``purpose`` at ``at``.

    One refusal that stands closes, whatever else was chosen before or after it: nothing but its own exception or its
    withdrawal opens what it closes."""
    own = [one for one in preferences if one.of(number, customer) and one.stands(at)]
    closing = sorted((one for one in own if one.closes(channel, purpose)), key=_weight)
    if closing:
        return Verdict(allowed=False, because=_because(closing[0]))
    if any(channel in one.channels and one.excepts(channel, purpose) for one in own):
        return Verdict(allowed=True, because=f"客户拒绝联系，但{purpose.label}{channel.label}除外 (by its exception)")
    if own:
        return Verdict(allowed=True, because=f"客户的拒绝不涉及{purpose.label}{channel.label} (not what he refused)")
    return Verdict(allowed=True, because="没有拒绝联系的记录 (nothing was refused)")


def _weight(one: ContactPreference) -> tuple[bool, float, str]:
    """The widest refusal first, then the oldest."""
    return (one.scope is not Scope.ALL, one.since.timestamp(), one.proof)


def _because(one: ContactPreference) -> str:
    ways = "、".join(channel.label for channel in one.channels)
    when = f"{local(one.since):%Y-%m-%d %H:%M}"
    source = f"，通话 {one.source_call}" if one.source_call else ""
    return f"客户 {when} 拒绝{one.scope.label}{ways}：“{one.proof}”{source} (refused by the customer)"
