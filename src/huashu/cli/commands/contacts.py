"""``huashu contacts``: who does not want to be contacted, and whether somebody may be."""

import sys
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from huashu.cli.database import (
    database_option,
    json_option,
    moment,
    opened,
    page_options,
    report_next,
    role_of,
    role_option,
    table,
)
from huashu.cli.handling import at_option, by_option, full, handler, iso, refusals, short, time_of
from huashu.cli.output import write_json

if TYPE_CHECKING:
    from huashu.casework.contacts import ContactPreference

CHANNELS = ("call", "sms")
SCOPES = ("all", "sales")
PURPOSES = ("sales", "survey", "service", "revisit", "major_change")


@click.group()
def contacts() -> None:
    """联系意愿：谁不愿被联系，能不能联系某人。

    Who does not want to be contacted, by what and about what; and whether somebody may be contacted now.
    """


@contacts.command("list")
@click.option("--number", metavar="NUMBER", help="按号码 (by telephone number).")
@click.option("--scope", type=click.Choice(SCOPES), help="全部，或只是营销 (about everything, or sales).")
@click.option("--in-force", is_flag=True, help="只看现在生效的 (in force now).")
@page_options
@role_option
@json_option
@database_option
def list_choices(
    number: str | None,
    scope: str | None,
    in_force: bool,
    since: str | None,
    until: str | None,
    limit: int,
    after: str | None,
    role: str,
    as_json: bool,
    database: str | None,
) -> None:
    """列出拒绝联系的登记，最近的在前 (list refusals, the newest first)."""
    from huashu.casework.contacts import Scope

    with opened(database) as store, store.read() as unit:
        page = unit.contacts.page(
            number=number,
            scope=Scope(scope) if scope else None,
            in_force_at=time_of(None) if in_force else None,
            since=moment(since, "--since"),
            until=moment(until, "--until"),
            after=after,
            limit=limit,
        )
    _show(page.rows, role, as_json, page.next)
    if not as_json:
        report_next(page)


@contacts.command()
@click.argument("number", metavar="NUMBER")
@role_option
@json_option
@database_option
def show(number: str, role: str, as_json: bool, database: str | None) -> None:
    """显示一个号码的全部登记，连同撤销的 (every choice of a number, those taken back too)."""
    with opened(database) as store, store.read() as unit:
        found = unit.contacts.of(number)
    if not found and not as_json:
        click.echo("没有拒绝联系的登记 (nothing was refused)")
        return
    _show(found, role, as_json, None)


@contacts.command()
@click.argument("number", metavar="NUMBER")
@click.option("--words", required=True, metavar="TEXT", help="客户的原话，作为凭据 (his own words).")
@by_option
@click.option("--channel", "channels", multiple=True, type=click.Choice(CHANNELS), help="不许用的方式，默认电话。")
@click.option("--scope", type=click.Choice(SCOPES), default="all", show_default=True, help="全部，或只是营销。")
@click.option("--except", "excepted", multiple=True, metavar="WAY_PURPOSE", help="例外，如 sms_major_change。")
@click.option("--until", metavar="TIME", help="到何时止，默认一直有效 (until when; for good unless given).")
@at_option
@role_option
@json_option
@database_option
def add(
    number: str,
    words: str,
    by: str,
    channels: tuple[str, ...],
    scope: str,
    excepted: tuple[str, ...],
    until: str | None,
    at: str | None,
    role: str,
    as_json: bool,
    database: str | None,
) -> None:
    """登记客户不愿被联系 (keep a customer's refusal to be contacted).

    For what he said elsewhere than in a call of ours; calls register it themselves. Without --channel telephone calls
    are closed; without --except messages about major changes stay open.
    """
    from huashu.call import DoNotContact
    from huashu.fulfilment.handling import add_choice

    given = {"channels": channels or ("call",), "scope": scope}
    said = DoNotContact(text=words, **given, except_channels=_exceptions(excepted))  # type: ignore[arg-type]
    with opened(database) as store, refusals():
        made = add_choice(store, said, number, handler(by, at), moment(until, "--until"))
    _show((made,), role, as_json, None)


@contacts.command()
@click.argument("number", metavar="NUMBER")
@click.option("--words", required=True, metavar="TEXT", help="客户撤回的原话 (his own words).")
@by_option
@at_option
@role_option
@json_option
@database_option
def withdraw(number: str, words: str, by: str, at: str | None, role: str, as_json: bool, database: str | None) -> None:
    """登记客户撤回了拒绝；要有他的原话 (he took his refusals back; only his own words do that)."""
    from huashu.fulfilment.handling import withdraw_choice

    with opened(database) as store, refusals():
        taken_back = withdraw_choice(store, number, handler(by, at), words)
    _show(taken_back, role, as_json, None)


@contacts.command()
@click.argument("number", metavar="NUMBER")
@click.option("--channel", type=click.Choice(CHANNELS), default="call", show_default=True, help="用什么方式 (how).")
@click.option("--purpose", type=click.Choice(PURPOSES), default="sales", show_default=True, help="为了什么 (what for).")
@click.option("--customer", metavar="ID", help="客户编号，他的登记也算 (his choices count too).")
@at_option
@json_option
@database_option
def check(
    number: str,
    channel: str,
    purpose: str,
    customer: str | None,
    at: str | None,
    as_json: bool,
    database: str | None,
) -> None:
    """能不能联系这个号码；不能时退出码为 1 (whether a number may be contacted; exit code 1 when it may not).

    To be asked before every call and message. Whatever goes wrong ends with another code than 0: then do not call.
    """
    from huashu.casework.contacts import Channel, Purpose, may_contact

    with opened(database) as store, store.read() as unit:
        choices = unit.contacts.of(number, customer)
    verdict = may_contact(choices, number, Channel(channel), Purpose(purpose), time_of(at), customer=customer)
    if as_json:
        write_json({"allowed": verdict.allowed, "because": verdict.because})
    else:
        click.echo(
            f"{'可以' if verdict.allowed else '不可以'} ({'yes' if verdict.allowed else 'no'})：{verdict.because}"
        )
    sys.exit(0 if verdict.allowed else 1)


def _exceptions(given: Sequence[str]) -> tuple[str, ...]:
    from huashu.cli.failure import InputError

    known = [f"{channel}_{purpose}" for channel in CHANNELS for purpose in PURPOSES]
    for one in given:
        if one not in known:
            raise InputError(f"--except {one}: 没有这种例外 (unknown exception)；可用 {'、'.join(known)}")
    return tuple(given) or ("sms_major_change",)


def _show(choices: Sequence["ContactPreference"], role: str, as_json: bool, cursor: str | None) -> None:
    from huashu.store.roles import for_role

    seen = [for_role(one, role_of(role)) for one in choices]
    if as_json:
        write_json({"rows": [_json(one) for one in seen], "next": cursor})
        return
    at = time_of(None)
    table(("号码", "不用", "范围", "例外", "自", "状态", "原话"), [_row(one, at) for one in seen])


def _row(choice: "ContactPreference", at: datetime) -> Sequence[str]:
    ways = "、".join(channel.label for channel in choice.channels)
    excepted = "、".join(_exception(one) for one in choice.except_channels)
    return choice.number, ways, choice.scope.label, excepted, short(choice.since), _state(choice, at), choice.proof


def _exception(name: str) -> str:
    """An exception to a person: ``短信重大变更``."""
    from huashu.casework.contacts import Channel, Purpose

    labels = {f"{channel}_{purpose}": f"{purpose.label}{channel.label}" for channel in Channel for purpose in Purpose}
    return labels.get(name, name)


def _state(choice: "ContactPreference", at: datetime) -> str:
    if choice.withdrawn is not None:
        return f"{short(choice.withdrawn.at)} 撤回"
    if choice.until is not None:
        return f"{'至' if choice.stands(at) else '已过'} {full(choice.until)}"
    return "生效" if choice.stands(at) else "未到时候"


def _json(choice: "ContactPreference") -> dict[str, Any]:
    taken = choice.withdrawn
    return {
        "number": choice.number,
        "customer": choice.customer,
        "channels": [channel.value for channel in choice.channels],
        "scope": choice.scope.value,
        "except": list(choice.except_channels),
        "call": choice.source_call,
        "words": choice.proof,
        "since": iso(choice.since),
        "until": iso(choice.until),
        "withdrawn": taken and {"at": iso(taken.at), "by": taken.by, "words": taken.proof, "call": taken.source_call},
    }
