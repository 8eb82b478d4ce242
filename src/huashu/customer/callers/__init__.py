"""Simulated callers of a desk: those who call in, in need or not, with the truth of what they wanted (S1-S3)."""

from huashu.customer.callers.caller import SimulatedCaller
from huashu.customer.callers.kinds import HARASSERS, LOOKALIKES, SCENARIOS, Moment, Nature, kinds_for, nature_of
from huashu.customer.callers.person import Need, Person, Systems, Wish

__all__ = [
    "HARASSERS",
    "LOOKALIKES",
    "SCENARIOS",
    "Moment",
    "Nature",
    "Need",
    "Person",
    "SimulatedCaller",
    "Systems",
    "Wish",
    "kinds_for",
    "nature_of",
]
