"""Finished calls that can be fetched: the log and the recording, under a secret that only the page of the call has."""

import json
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from secrets import token_urlsafe

from huashu.call import CallLog
from huashu.call.codec import log_to_json

MOST_KEPT = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One finished call."""

    log: str
    """One line of JSON."""
    recording: Path | None = None


class Shelf:
    """The last ``MOST_KEPT`` calls; what falls off is forgotten, and its recording removed when it is ``ours``."""

    def __init__(self, *, ours: bool) -> None:
        self._ours = ours
        self._calls: OrderedDict[str, Kept] = OrderedDict()

    def keep(self, log: CallLog, recording: Path | None) -> str:
        """Keep a call; the secret by which it is found."""
        line = json.dumps(log_to_json(log) | dict(log.extra), ensure_ascii=False)
        secret = token_urlsafe(24)
        self._calls[secret] = Kept(log=line + "\n", recording=recording)
        while len(self._calls) > MOST_KEPT:
            _, oldest = self._calls.popitem(last=False)
            if self._ours and oldest.recording is not None:
                oldest.recording.unlink(missing_ok=True)
        return secret

    def find(self, secret: str) -> Kept | None:
        """The call of ``secret``."""
        return self._calls.get(secret)
