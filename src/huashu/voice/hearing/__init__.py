"""Speech in: recognisers behind one port, hot words from the document, and a guard that keeps a call alive."""

from huashu.voice.hearing.opening import open_recogniser
from huashu.voice.hearing.trial import TrialRecogniser

__all__ = ["TrialRecogniser", "open_recogniser"]
