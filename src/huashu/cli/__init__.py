"""The command line: the shell around everything else. Commands are imported when they are called."""

from huashu.cli.group import main

__all__ = ["main"]
