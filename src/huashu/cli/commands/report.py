"""``huashu report``: the report of a bulk inspection as web pages and tables."""

from pathlib import Path

import click

from huashu.cli.standards import standard_option


def _number(ctx: click.Context, param: click.Parameter, value: str) -> int | None:
    if value.isdecimal():
        return int(value)
    if value != "all":
        raise click.BadParameter(f"{value!r}：写通数，或 all (a number of calls, or all)", ctx, param)
    return None


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--calls",
    metavar="N|all",
    default="1000",
    show_default=True,
    callback=_number,
    help="写多少通的详细页，分数低的在前 (how many call pages, worst first).",
)
@click.option("--unmasked", is_flag=True, help="不隐去电话、证件和卡号 (show personal numbers in full).")
@standard_option
def report(folder: Path, calls: int | None, unmasked: bool, standards: tuple[str, ...]) -> None:
    """把批量质检的结果写成网页和表格。

    The report of a bulk inspection. DIR is what `huashu inspect … --out DIR` wrote: results.jsonl and calls.jsonl, and
    edits.jsonl if there are edits. Writes index.html, calls/*.html, agents.csv, findings.csv and summary.json there.
    """
    from huashu.cli.report import write_report

    click.echo(str(write_report(folder, calls=calls, unmasked=unmasked, standards=standards)))
