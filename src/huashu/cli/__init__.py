"""The command line: the shell around everything else. Commands are imported when they are called."""

import os

for _threads in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")  # calls run side by side in processes; threads over rows this short only wait

from huashu.cli.group import main  # noqa: E402

__all__ = ["main"]
