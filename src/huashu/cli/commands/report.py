"""``huashu report``: the report of a bulk inspection as web pages and tables."""

from pathlib import Path

import click

from huashu.cli.standards import standard_option


class _Number(click.ParamType):
    name = "N|all"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int | None:
        if str(value).isdecimal():
            return int(str(value))
        if value not in (None, "all"):
            self.fail(f"{value!r}：写通数，或 all (a number of calls, or all)", param, ctx)
        return None


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--calls", type=_Number(), default="1000", help="写多少通的详细页，分数低的在前 (how many call pages).")
@click.option("--unmasked", is_flag=True, help="不隐去电话、证件和卡号 (show personal numbers in full).")
@standard_option
def report(folder: Path, calls: int | None, unmasked: bool, standards: tuple[str, ...]) -> None:
    """把批量质检的结果写成网页和表格。

    The report of a bulk inspection. DIR is what `huashu inspect … --out DIR` wrote: results.jsonl and calls.jsonl, and
    edits.jsonl if there are edits. Writes index.html, calls/*.html, agents.csv, findings.csv and summary.json there.
    """
    from huashu.cli.report import write_report

    click.echo(str(write_report(folder, calls=calls, unmasked=unmasked, standards=standards)))
