"""Callers who may harass: probed early, served with empathy while in doubt, brought to a courteous end once it is clear
(S2.1-S2.13). Pure, on a state of its own; the desk's policy asks it before its own behaviours."""

from huashu.dialogue.harassing.belief import begin, heed
from huashu.dialogue.harassing.handling import fall_silent, handle
from huashu.dialogue.harassing.model import Handled, Method, Occasion, Probe, Suspicion
from huashu.dialogue.harassing.probing import protecting_service

__all__ = [
    "Handled",
    "Method",
    "Occasion",
    "Probe",
    "Suspicion",
    "begin",
    "fall_silent",
    "handle",
    "heed",
    "protecting_service",
]
