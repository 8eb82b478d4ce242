"""``huashu callers``: harassing numbers reported, and blocked by a person's decision."""

from collections.abc import Sequence
from datetime import datetime, timedelta
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
from huashu.cli.handling import (
    after_option,
    at_option,
    by_option,
    full,
    handler,
    iso,
    limit_option,
    refusals,
    short,
    time_of,
)
from huashu.cli.output import write_json

if TYPE_CHECKING:
    from huashu.casework.nuisance import Block, FrequentCaller, NuisanceReport


@click.group()
def callers() -> None:
    """骚扰来电：上报、屡次来电的号码、由人决定的屏蔽。

    Harassing callers: reports, numbers that call again and again, and blocks, each decided by a person and ending.
    """


@callers.command("list")
@click.option("--number", metavar="NUMBER", help="按号码 (by telephone number).")
@page_options
@role_option
@json_option
@database_option
def list_reports(
    number: str | None,
    since: str | None,
    until: str | None,
    limit: int,
    after: str | None,
    role: str,
    as_json: bool,
    database: str | None,
) -> None:
    """列出上报的骚扰来电，最近的在前 (reports of harassing calls, the newest first)."""
    from huashu.store.roles import for_role

    when = {"since": moment(since, "--since"), "until": moment(until, "--until")}
    at = time_of(None)
    with opened(database) as store, store.read() as unit:
        page = unit.reports.page(number=number, after=after, limit=limit, since=when["since"], until=when["until"])
        blocked = {one.number: any(block.stands(at) for block in unit.blocks.of(one.number)) for one in page.rows}
    seen = [(for_role(one, role_of(role)), blocked[one.number]) for one in page.rows]
    if as_json:
        write_json({"rows": [{**_report_json(one), "blocked": stands} for one, stands in seen], "next": page.next})
        return
    rows = [
        (one.number, short(one.at), "屏蔽" if stands else "", "；".join(one.facts), one.call) for one, stands in seen
    ]
    table(("号码", "时间", "屏蔽", "事实", "通话"), rows)
    report_next(page)


@callers.command()
@click.option("--days", type=click.IntRange(1, 366), default=30, show_default=True, help="看几天以内的 (how far back).")
@click.option("--times", type=click.IntRange(1), default=2, show_default=True, help="几次以上 (from how many on).")
@at_option
@role_option
@json_option
@database_option
def frequent(days: int, times: int, at: str | None, role: str, as_json: bool, database: str | None) -> None:
    """屡次骚扰的号码，次数多的在前，供负责人决定 (numbers reported again and again, for the responsible person)."""
    from huashu.casework.nuisance import frequent as frequent_of
    from huashu.store.roles import json_for_role

    when, back = time_of(at), timedelta(days=days)
    with opened(database) as store, store.read() as unit:
        found = frequent_of(unit.reports.since(when - back), when, within=back, times=times)
        blocked = {one.number: any(block.stands(when) for block in unit.blocks.of(one.number)) for one in found}
    rows = [
        json_for_role({"phone": one.number, **_caller_json(one), "blocked": blocked[one.number]}, role_of(role))
        for one in found
    ]
    if as_json:
        write_json({"rows": [{"number": row.pop("phone"), **row} for row in rows], "next": None})
        return
    shown = [
        (
            row["phone"],
            one.times,
            short(one.first),
            short(one.last),
            _yes(row["blocked"]),
            "；".join(row["facts"]),
        )
        for one, row in zip(found, rows, strict=True)
    ]
    table(("号码", "次数", "最早", "最近", "屏蔽", "事实"), shown)


@callers.command()
@click.option("--at", metavar="TIME", help="那个时候生效的，默认现在 (in force then; now unless given).")
@click.option("--all", "every", is_flag=True, help="连同已解除、已到期的 (those that are over too).")
@click.option("--number", metavar="NUMBER", help="按号码 (by telephone number).")
@limit_option
@after_option
@role_option
@json_option
@database_option
def blocked(
    at: str | None,
    every: bool,
    number: str | None,
    limit: int,
    after: str | None,
    role: str,
    as_json: bool,
    database: str | None,
) -> None:
    """列出屏蔽的号码，最近的在前 (blocked numbers, the newest first)."""
    when = time_of(at)
    with opened(database) as store, store.read() as unit:
        page = unit.blocks.page(number=number, in_force_at=None if every else when, after=after, limit=limit)
    _show_blocks(page.rows, role, as_json, when, page.next)
    if not as_json:
        report_next(page)


@callers.command()
@click.argument("number", metavar="NUMBER")
@click.option(
    "--fact", "facts", required=True, multiple=True, metavar="TEXT", help="骚扰的事实，可多条 (what shows it)."
)
@by_option
@click.option("--call", metavar="ID", help="哪一通 (which call).")
@at_option
@database_option
def report(
    number: str, facts: tuple[str, ...], by: str, call: str | None, at: str | None, database: str | None
) -> None:
    """上报一个骚扰号码；上报不等于屏蔽 (report a harassing number; a report blocks nobody)."""
    from huashu.casework.nuisance import NuisanceReport
    from huashu.fulfilment.handling import report_number

    who = handler(by, at)
    with opened(database) as store, refusals():
        report_number(store, NuisanceReport(number=number, call=call, facts=facts, at=who.at), who)
    click.echo("已上报 (reported)")


@callers.command()
@click.argument("number", metavar="NUMBER")
@by_option
@click.option("--why", required=True, metavar="TEXT", help="为什么 (why).")
@click.option("--days", required=True, type=click.IntRange(1), metavar="N", help="屏蔽几天 (for how many days).")
@click.option("--despite", default="", metavar="TEXT", help="有未结投诉仍要屏蔽的理由 (why, though he complained).")
@at_option
@role_option
@json_option
@database_option
def block(
    number: str,
    by: str,
    why: str,
    days: int,
    despite: str,
    at: str | None,
    role: str,
    as_json: bool,
    database: str | None,
) -> None:
    """屏蔽一个号码：要有人负责、有理由、有期限 (block a number: a person decides, with a reason and an end)."""
    from huashu.fulfilment.handling import block_number

    who = handler(by, at)
    with opened(database) as store, refusals():
        made = block_number(store, number, who.at + timedelta(days=days), who, why, despite)
    _show_blocks((made,), role, as_json, who.at, None)


@callers.command()
@click.argument("number", metavar="NUMBER")
@by_option
@click.option("--why", required=True, metavar="TEXT", help="为什么 (why).")
@at_option
@role_option
@json_option
@database_option
def unblock(number: str, by: str, why: str, at: str | None, role: str, as_json: bool, database: str | None) -> None:
    """解除屏蔽 (lift the blocks of a number)."""
    from huashu.fulfilment.handling import unblock_number

    who = handler(by, at)
    with opened(database) as store, refusals():
        lifted = unblock_number(store, number, who, why)
    _show_blocks(lifted, role, as_json, who.at, None)


def _show_blocks(blocks: Sequence["Block"], role: str, as_json: bool, at: datetime, cursor: str | None) -> None:
    from huashu.store.roles import for_role

    seen = [for_role(one, role_of(role)) for one in blocks]
    if as_json:
        write_json({"rows": [_block_json(one, at) for one in seen], "next": cursor})
        return
    rows = [(one.number, full(one.until), one.by, one.why, _over(one, at)) for one in seen]
    table(("号码", "屏蔽到", "决定人", "原因", "状态"), rows)


def _over(one: "Block", at: datetime) -> str:
    if one.lifted is not None:
        return f"{short(one.lifted.at)} {one.lifted.by}解除"
    return "生效" if one.stands(at) else "已到期"


def _yes(told: bool) -> str:
    return "是" if told else ""


def _block_json(one: "Block", at: datetime) -> dict[str, Any]:
    lifted = one.lifted
    return {
        "number": one.number,
        "by": one.by,
        "why": one.why,
        "since": iso(one.since),
        "until": iso(one.until),
        "despite": one.despite,
        "lifted": lifted and {"at": iso(lifted.at), "by": lifted.by, "why": lifted.why},
        "in_force": one.stands(at),
    }


def _caller_json(one: "FrequentCaller") -> dict[str, Any]:
    times = {"times": one.times, "first": iso(one.first), "last": iso(one.last)}
    return {**times, "calls": list(one.calls), "facts": list(one.facts)}


def _report_json(one: "NuisanceReport") -> dict[str, Any]:
    return {"number": one.number, "call": one.call, "facts": list(one.facts), "at": iso(one.at)}
