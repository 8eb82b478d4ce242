"""Carrying out what the agent promises, and what follows a call: nothing promised is ever lost. Floor 5."""

from huashu.fulfilment.closing import Finished
from huashu.fulfilment.fulfilment import Fulfilment, Recovered

__all__ = ["Finished", "Fulfilment", "Recovered"]
