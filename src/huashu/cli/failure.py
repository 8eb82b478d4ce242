"""What a person sees when something goes wrong."""

import os
import sys
import traceback

import click

UNEXPECTED = 70
"""Exit code of a failure of ours (EX_SOFTWARE)."""


class InputError(click.ClickException):
    """Something in the user's input is wrong. The message says where, what, and the way out; exit code 1."""

    def show(self, file: object = None) -> None:
        """Print the message alone, on standard error."""
        click.echo(self.message, err=True)


def report_failure(failure: BaseException) -> int:
    """Tell the user about a failure that is ours, not his, and what to report. Returns the exit code."""
    if os.environ.get("HUASHU_DEBUG"):
        traceback.print_exception(failure)
        return UNEXPECTED
    place = traceback.extract_tb(failure.__traceback__)[-1] if failure.__traceback__ else None
    where = f" {place.filename.rsplit('huashu/', 1)[-1]}:{place.lineno}" if place else ""
    click.echo(
        f"程序出错了，不是您的输入有问题 (a fault of ours): {type(failure).__name__}: {failure}{where}\n"
        f"请把这一行和所用的命令报告给我们：huashu {' '.join(sys.argv[1:])}\n"
        "加上 HUASHU_DEBUG=1 可以看到完整经过 (HUASHU_DEBUG=1 shows the traceback).",
        err=True,
    )
    return UNEXPECTED
