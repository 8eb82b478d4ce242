"""The ``huashu`` command: a table of subcommands, each imported only when it is called."""

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from huashu.cli.failure import report_failure
from huashu.cli.output import speak_utf8

COMMANDS = {
    "new": ("new", "写一份带注释的剧本骨架 (a commented skeleton to fill in)"),
    "check": ("documents", "检查剧本文档 (check scenario documents)"),
    "show": ("documents", "显示读出的剧本 (show the playbook that was read)"),
    "call": ("call", "与坐席通话，您是客户 (talk to the agent; you are the customer)"),
    "answer-line": ("answer_line", "接听服务热线，您是来电的客户 (the agent answers a service line; you call)"),
    "phone": ("phone", "接上电话线：接听、拨打 (a real telephone line: take and place calls)"),
    "browser": ("browser", "在网页里通话 (calls in the browser)"),
    "say": ("say", "听听声音：把文字读成录音 (speech from text)"),
    "hear": ("hear", "把录音听写成文字 (text from a recording)"),
    "line": ("line", "测量线路：音量、噪声、回声 (measure the line of a recording)"),
    "practice": ("practice", "练习，您是坐席 (practise; you are the agent)"),
    "rehearse": ("rehearse", "与模拟客户演练多次 (rehearse against simulated customers)"),
    "inspect": ("inspect", "按标准质检通话记录 (inspect call logs against the standard)"),
    "report": ("report", "把批量质检写成网页和表格 (the report of a bulk inspection)"),
    "edit": ("review", "复核一处发现：改判、确认、补记 (a person's say on a finding)"),
    "agreement": ("review", "与人工质检的一致程度 (agreement with a human reviewer)"),
    "convert": ("convert", "把别的格式的通话记录转成 JSONL (write calls of any format as our JSONL)"),
    "standard": ("standard", "查看服务标准 (look at the service standard)"),
    "understand": ("language", "识别客户话语的行为 (dialogue acts of what customers say)"),
    "answer": ("language", "在问答文档里找答案 (find the answer in a Q&A document)"),
    "complete": ("language", "判断话说完没有 (tell whether an utterance is finished)"),
    "nature": ("nature", "判断来电是否骚扰 (tell harassing callers from those in need)"),
    "train": ("train", "重新训练权重 (learn the shipped weights again from the data)"),
    "desk": ("desk", "检查、查看服务台文档 (check and show desk documents)"),
    "orders": ("orders", "工单：查看、流转、改派、逾期 (work orders)"),
    "contacts": ("contacts", "勿扰登记：能不能联系 (contact preferences)"),
    "revisits": ("revisits", "回访 (revisits)"),
    "callbacks": ("callbacks", "回电 (call-backs)"),
    "callers": ("callers", "骚扰号码：上报、拉黑、解除 (harassing numbers)"),
    "customers": ("customers", "客户资料：导入、查看 (customers: import, list, show)"),
    "db": ("db", "数据库：升级、检查、到期清理 (the database)"),
    "demo": ("demo", "看一遍它能做什么 (see what it does)"),
}
"""Name -> module under ``huashu.cli.commands`` and one line of help."""


class Commands(click.Group):
    """A group that imports a subcommand when it is called, speaks UTF-8, and never shows a traceback uninvited."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the order in which a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now; ``None`` for a name we do not have."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"huashu.cli.commands.{COMMANDS[cmd_name][0]}")
        command = getattr(module, cmd_name.replace("-", "_"))
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in the help text, without importing any command."""
        with formatter.section("命令 Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])

    def main(self, args: Sequence[str] | None = None, *rest: Any, **options: Any) -> Any:
        """Run the command line. An unexpected failure is reported in a few lines, exit code 70."""
        speak_utf8()
        try:
            return super().main(args, *rest, **options)
        except Exception as failure:
            if not options.get("standalone_mode", True):
                raise
            sys.exit(report_failure(failure))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="huashu", prog_name="huashu")
def main() -> None:
    """话术 huashu：把剧本和服务台文档变成能打、能接的电话，能演练，能质检，说到的都办到。

    Documents that run: calls are made and taken, rehearsed and inspected, and what was promised is kept.

    FILE、DESK 可以是文件路径，也可以是内置文档 library:NAME (a path, or a built-in document).
    """
