"""``huashu answer-line``: the agent answers a service line; the caller is you, or another program."""

from pathlib import Path

import click

from huashu.cli.database import database_option
from huashu.cli.standards import load, standard_option

COMPANIES = ("memory", "pipe", "http", "own")
RISKS = ("cautious", "balanced", "brisk")


@click.command("answer-line")
@click.argument("desk", metavar="DESK")
@click.option("--jsonl", is_flag=True, help="标准输入读事件，标准输出写动作 (events in, actions out, one JSON a line).")
@click.option(
    "--log",
    "log_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="把通话记录追加到文件 (append the call log).",
)
@click.option(
    "--risk", type=click.Choice(RISKS), help="对骚扰来电的处理，默认照文档 (how soon harassing calls are ended)."
)
@click.option("--number", default="", metavar="N", help="来电号码 (the calling number).")
@click.option("--began", metavar="ISO", help="来电时间，默认现在 (when the call begins; promised times count from it).")
@click.option(
    "--company",
    type=click.Choice(COMPANIES),
    default="memory",
    show_default=True,
    help="谁来查询、建工单、发短信：试用的公司、管道那头、公司的系统、数据库自己 (who carries out requests).",
)
@click.option("--store", is_flag=True, help="通话和它留下的事都写进数据库 (keep what the call leaves).")
@database_option
@standard_option
def answer_line(
    desk: str,
    jsonl: bool,
    log_file: Path | None,
    risk: str | None,
    number: str,
    began: str | None,
    company: str,
    store: bool,
    database: str | None,
    standards: tuple[str, ...],
) -> None:
    """坐席接听服务热线，您是打进来的客户。

    The agent answers the service line of DESK. Type what you say; /silence says nothing for a while, /quit hangs up.
    """
    from huashu.cli.answering import Arrival, arrive, converse
    from huashu.cli.desks import load_desk, moment_of

    if company == "own" and not store:
        raise click.UsageError("--company own 要和 --store 一起用 (needs --store)")
    if company == "pipe" and store:
        raise click.UsageError("--company pipe 不写数据库，请去掉 --store (cannot be kept)")
    load(standards)
    arrival = Arrival(
        desk=load_desk(desk),
        name=desk,
        number=number,
        began=moment_of(began),
        company=company,
        risk=risk,
        standards=standards,
        kept=store,
        database=database,
    )
    with arrive(arrival) as (session, people):
        if jsonl:
            from huashu.cli.protocol import serve

            serve(session)
        else:
            converse(session, arrival, people)
        if log_file is not None:
            from huashu.cli.logs import append

            append(log_file, session.log())
