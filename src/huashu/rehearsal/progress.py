"""How far a rehearsal is, on stderr."""

import sys
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn


class Bar:
    """A progress bar on stderr, shown when asked for (``shown``), or by itself when stderr is a terminal (``None``).

    Asked for where stderr is no terminal, it is one line of text for each tenth of the way.
    """

    def __init__(self, total: int, shown: bool | None) -> None:
        self.terminal = sys.stderr.isatty()
        self.lines = bool(shown) and not self.terminal
        self.total = total
        self.done = 0
        self.bar = Progress(
            TextColumn("演练"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("通"),
            TimeElapsedColumn(),
            TextColumn("还需"),
            TimeRemainingColumn(),
            TextColumn("{task.description}"),
            console=Console(stderr=True),
            disable=not self.terminal or shown is False,
            transient=True,
        )
        self.task = self.bar.add_task("", total=total)

    def __enter__(self) -> "Bar":
        self.bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self.bar.stop()

    def advance(self, calls: int, name: str = "") -> None:
        """``calls`` more are done, of the document ``name``."""
        tenths = 10 * self.done // max(1, self.total)
        self.done += calls
        self.bar.update(self.task, advance=calls, description=name)
        if self.lines and 10 * self.done // max(1, self.total) > tenths:
            print(f"演练 {self.done} / {self.total} 通", file=sys.stderr, flush=True)
