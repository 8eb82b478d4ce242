"""Speech in: recognisers behind one port, hot words from the document, and a guard that keeps a call alive."""

from huashu.voice.hearing.corrected import Corrected, CorrectedStreaming, corrected
from huashu.voice.hearing.guard import Bounds, Guarded, GuardedStreaming, guarded, warm_up
from huashu.voice.hearing.hot import put_right
from huashu.voice.hearing.http import HttpRecogniser
from huashu.voice.hearing.opening import open_recogniser
from huashu.voice.hearing.scenario import hot_words_of, hot_words_of_desk
from huashu.voice.hearing.sherpa import SherpaRecogniser, SherpaStreaming, open_sherpa
from huashu.voice.hearing.trial import TrialRecogniser

__all__ = [
    "Bounds",
    "Corrected",
    "CorrectedStreaming",
    "Guarded",
    "GuardedStreaming",
    "HttpRecogniser",
    "SherpaRecogniser",
    "SherpaStreaming",
    "TrialRecogniser",
    "corrected",
    "guarded",
    "hot_words_of",
    "hot_words_of_desk",
    "open_recogniser",
    "open_sherpa",
    "put_right",
    "warm_up",
]
