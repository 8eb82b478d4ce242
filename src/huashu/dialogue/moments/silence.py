"""Nobody speaks and it is his turn: he is prompted, given time, encouraged, and at last left in peace (S3.2, S3.9,
S3.11, S3.12)."""

from dataclasses import replace

from huashu.call import EndReason
from huashu.dialogue.moments.clock import quiet, spoke
from huashu.dialogue.moments.model import Care, Occasion, Tended
from huashu.dialogue.moments.thresholds import Thresholds
from huashu.dialogue.moments.wording import line


def pass_time(care: Care, occasion: Occasion, limits: Thresholds) -> Tended | None:
    """What is said to somebody who says nothing."""
    if care.holding is not None or care.away or care.owed_since is not None:
        return None
    silent = quiet(care, occasion.event, limits)
    if care.patience is not None and care.patience.nudged < limits.nudges:
        return _encourage(care, occasion) if silent >= care.patience.each else None
    if silent < limits.customer_silence:
        return None
    return _prompt(replace(care, patience=None), occasion, limits)


def _encourage(care: Care, occasion: Occasion) -> Tended:
    patience = care.patience
    assert patience is not None
    key = "digits_slowly" if care.dictated is not None else "no_hurry"
    said = line(key, occasion.said, "S3.11", "S3.12")
    waited = replace(spoke(care, (said,)), patience=replace(patience, nudged=patience.nudged + 1))
    return Tended(care=waited, actions=(said,))


def _prompt(care: Care, occasion: Occasion, limits: Thresholds) -> Tended:
    """Another prompt; after the last of them the call is closed."""
    most = limits.prompts if occasion.prompts is None else occasion.prompts
    if care.prompts >= most:
        return _close(care, occasion)
    explained = care.spoken and not occasion.asked and len(occasion.last_said) > limits.explanation
    if explained and not care.prompts:
        said = line("following", occasion.said, "S3.9", "D3", name=occasion.name)
    else:
        key = "still_there" if care.spoken else "nobody_there"
        said = line(key, occasion.said, "S3.2", "D3", name=occasion.name)
    asked = replace(spoke(care, (said,)), prompts=care.prompts + 1, checking=True)
    return Tended(care=asked, actions=(said,))


def _close(care: Care, occasion: Occasion) -> Tended:
    """Leave of somebody who cannot be heard; outbound, who has spoken before does not want to talk (S0.12)."""
    cold = care.spoken and occasion.direction == "outbound"
    said = line("close_silent", occasion.said, "S3.2", "D1", direction=occasion.direction)
    return Tended(care=spoke(care, (said,)), actions=(said,), ends=EndReason.COLD if cold else EndReason.LINE_UNUSABLE)
