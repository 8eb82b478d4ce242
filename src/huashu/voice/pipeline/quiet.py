"""What Pipecat writes to the terminal, kept to what an operator has to know."""

import warnings


def quieten() -> None:
    """Called once by a program of ours before it imports Pipecat: warnings and errors only on standard error. For programs
    that have set up loguru themselves this is not."""
    import sys

    from loguru import logger

    logger.remove()
    logger.add(sys.stderr, level="WARNING", format="{time:HH:mm:ss} {level} {message}")
    warnings.filterwarnings("ignore", category=DeprecationWarning, module=r"pipecat\..*")
