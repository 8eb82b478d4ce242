"""``huashu new``: a skeleton of a scenario document to fill in."""

from pathlib import Path

import click

from huashu.authoring import skeleton, skeletons
from huashu.authoring.skeleton import desk_skeletons
from huashu.cli.failure import InputError

KINDS = {**skeletons(), **desk_skeletons()}
"""The kinds of document that can be begun, each with a line on what it is for; the first is the usual one."""


@click.command()
@click.argument("path", metavar="PATH", type=click.Path(path_type=Path))
@click.option(
    "--kind",
    type=click.Choice(list(KINDS)),
    default=next(iter(KINDS)),
    show_default=True,
    help="哪一种电话 (kind of call): " + "; ".join(f"{kind} {name}" for kind, name in KINDS.items()),
)
@click.option("--force", is_flag=True, help="已有同名文件也覆盖 (overwrite an existing file).")
def new(path: Path, kind: str, force: bool) -> None:
    """写一份带注释的剧本或服务台骨架，填好就能用。

    Write a commented skeleton of a scenario or desk document: every section explained.
    """
    if path.exists() and not force:
        raise InputError(f"{path}: 已经有这个文件，没有改动 (exists already)；请换个名字，要覆盖就加 --force")
    try:
        path.write_text(skeleton(kind), "utf-8")
    except OSError as problem:
        raise InputError(f"{path}: 写不了 (cannot be written: {problem.strerror})；请检查文件夹和权限") from None
    click.echo(f"已写好 {path} (written)。接下来：")
    click.echo("  1. 把 {{…}} 换成真实内容 (fill in the places in double braces)")
    if kind in desk_skeletons():
        click.echo(f"  2. huashu desk check {path}           看还有哪里没填、哪里写错 (what is missing or wrong)")
        click.echo(f"  3. huashu desk show {path}            看读出了什么 (what was read)")
    else:
        click.echo(f"  2. huashu check {path}                看还有哪里没填、哪里写错 (what is missing or wrong)")
        click.echo(f"  3. huashu check --advice {path}       看怎样写得更好 (how to make it better)")
    click.echo(f"  4. huashu rehearse {path} --runs 20   跟模拟客户演练 (rehearse it)")
