"""Simulated customers: persona, mood, ears and words of their own, built from the callee's half of a document.

``callers`` has those who call a desk. Imports nothing of the agent's: neither its language, nor its standard, nor its
dialogue.
"""

from huashu.customer.callers import SimulatedCaller, kinds_for
from huashu.customer.moves import Leave, Move, OnTheLine, Quiet, Sound, Speak
from huashu.customer.persona import Persona, Temperament
from huashu.customer.reading import read_persona
from huashu.customer.simulated import SimulatedCustomer
from huashu.customer.state import Chances

__all__ = [
    "Chances",
    "Leave",
    "Move",
    "OnTheLine",
    "Persona",
    "Quiet",
    "SimulatedCaller",
    "SimulatedCustomer",
    "Sound",
    "Speak",
    "Temperament",
    "kinds_for",
    "read_persona",
]
