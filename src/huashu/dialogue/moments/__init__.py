"""Awkward moments that do not depend on the business: silence, a line that carries badly, words missed or not
understood, numbers dictated and read out, waiting. Pure: what is remembered is a value, time comes with the events."""

from huashu.dialogue.moments import clock, dictation, sound, words
from huashu.dialogue.moments import waiting as holding
from huashu.dialogue.moments.clock import spoke
from huashu.dialogue.moments.model import Care, Holding, Occasion, Offer, Patience, Stage, Tended
from huashu.dialogue.moments.reading_out import read_out, split_digits, take_down
from huashu.dialogue.moments.tending import tend, watch
from huashu.dialogue.moments.thresholds import THRESHOLDS, Thresholds
from huashu.dialogue.moments.wording import wording

__all__ = [
    "THRESHOLDS",
    "Care",
    "Holding",
    "Occasion",
    "Offer",
    "Patience",
    "Stage",
    "Tended",
    "Thresholds",
    "clock",
    "dictation",
    "holding",
    "read_out",
    "sound",
    "split_digits",
    "spoke",
    "take_down",
    "tend",
    "watch",
    "wording",
    "words",
]
