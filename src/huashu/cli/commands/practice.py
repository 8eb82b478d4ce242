"""``huashu practice``: you are the agent; the simulated customer answers."""

from pathlib import Path

import click

from huashu.cli.documents import load_playbook
from huashu.cli.failure import InputError
from huashu.cli.standards import load, standard_option


@click.command()
@click.argument("file", metavar="FILE")
@click.option("--seed", type=int, default=None, help="同一个种子，同一位客户 (same seed, same customer).")
@click.option(
    "--log",
    "log_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="把通话记录追加到文件 (append the call log).",
)
@standard_option
def practice(file: str, seed: int | None, log_file: Path | None, standards: tuple[str, ...]) -> None:
    """您是坐席，模拟客户按剧本的接听方回应，结束后质检。

    You are the agent; the customer of the scenario's other half answers. The call is inspected at the end.
    """
    from huashu.cli.training import train

    playbook = load_playbook(file)
    if playbook.callee is None:
        raise InputError(f"{file}: 没有“电话接听方”，没有客户可练 (no callee half)；请补上接听方的角色、背景和结束条件")
    load(standards)
    log = train(playbook, file, seed, standards)
    if log_file is not None:
        from huashu.cli.logs import append

        append(log_file, log)
