"""What is believed of the caller as the call goes. Floor 2: imports only ``huashu.call`` and ``huashu.language``."""

from huashu.tracking.attitude import Attitude, Change, after_event, after_words, calm, follow
from huashu.tracking.attitude_moves import Feeling, Temperament, temperament_of
from huashu.tracking.nature import Evidence, Nature, NatureState, begin, hear, overhear, read_nature
from huashu.tracking.nature_signal import Signal

__all__ = [
    "Attitude",
    "Change",
    "Evidence",
    "Feeling",
    "Nature",
    "NatureState",
    "Signal",
    "Temperament",
    "after_event",
    "after_words",
    "begin",
    "calm",
    "follow",
    "hear",
    "overhear",
    "read_nature",
    "temperament_of",
]
