"""What is believed of the caller as the call goes. Floor 2: imports only ``huashu.call`` and ``huashu.language``."""

from huashu.tracking.nature import Evidence, Nature, NatureState, begin, hear, overhear, read_nature
from huashu.tracking.nature_signal import Signal

__all__ = ["Evidence", "Nature", "NatureState", "Signal", "begin", "hear", "overhear", "read_nature"]
