"""What Pipecat writes to the terminal, kept to what an operator has to know."""

import warnings


def quieten() -> None:
    """For programs of ours, before they import Pipecat: only warnings and errors, on standard error. Whoever has set up
    loguru for himself does without it."""
    import sys

    from loguru import logger

    logger.remove()
    logger.add(sys.stderr, level="WARNING", format="{time:HH:mm:ss} {level} {message}")
    warnings.filterwarnings("ignore", category=DeprecationWarning, module=r"pipecat\..*")
