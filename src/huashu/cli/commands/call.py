"""``huashu call``: the agent makes the call; the customer is you, or another program."""

from pathlib import Path

import click

from huashu.cli.documents import load_playbook
from huashu.cli.protocol import serve
from huashu.cli.session import Session
from huashu.cli.standards import load, standard_option
from huashu.rehearsal import profile_of, real_cast


@click.command()
@click.argument("file", metavar="FILE")
@click.option("--jsonl", is_flag=True, help="标准输入读事件，标准输出写动作 (events in, actions out, one JSON a line).")
@click.option(
    "--log",
    "log_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="把通话记录追加到文件 (append the call log).",
)
@standard_option
def call(file: str, jsonl: bool, log_file: Path | None, standards: tuple[str, ...]) -> None:
    """坐席按剧本给您打电话，您是客户。

    The agent calls you by the scenario FILE. Type what you say; /silence says nothing for a while, /quit hangs up.
    """
    playbook = load_playbook(file)
    load(standards)
    session = Session(real_cast(standards).agent(playbook), file, profile_of(playbook))
    if jsonl:
        serve(session)
    else:
        from huashu.cli.terminal import talk

        talk(session, standards)
    if log_file is not None:
        from huashu.cli.logs import append

        append(log_file, session.log())
