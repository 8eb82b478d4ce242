"""What is kept of a call while it goes on and after it: its journal, its recording, its line in the file of calls."""

import asyncio
from pathlib import Path

from loguru import logger

from huashu.call import CallLog, Ms
from huashu.voice.pipeline.clock import CallClock
from huashu.voice.pipeline.crew import Beside
from huashu.voice.pipeline.journal import Journal, append_call, file_name
from huashu.voice.pipeline.recording import Recording
from huashu.voice.pipeline.settings import VoiceSettings

WRITE_MS: Ms = 1_000
"""How often the recording is written."""

LIMIT_MS: Ms = 10_000
"""How long a disk may take before what was to be written is given up."""


class Keeping:
    """Keeps one call. A folder or a disk that fails is told to the operator; the call goes on."""

    def __init__(self, settings: VoiceSettings, call: CallLog, rate: int, clock: CallClock, crew: Beside) -> None:
        self._calls = settings.calls
        self._clock = clock
        self._crew = crew
        self.journal: Journal | None = None
        self.recording: Recording | None = None
        try:
            if settings.journals is not None:
                self.journal = Journal(settings.journals, call)
            if settings.recordings is not None:
                self.recording = Recording(settings.recordings / f"{file_name(call.id)}.wav", rate)
        except OSError as problem:
            logger.error("call {} is not kept: {}", call.id, problem)

    async def write(self) -> None:
        """Put the recording on the disk as it grows, until cancelled."""
        while self.recording is not None:
            await asyncio.sleep(WRITE_MS / 1000)
            recording, due = self.recording, self.recording.due(self._clock.now())
            await self._crew.do(lambda: recording.write(due), LIMIT_MS)  # noqa: B023 (done before the next round)

    async def finish(self, log: CallLog) -> Path | None:
        """The call is over: write down the rest. Where its recording is."""
        recording = self.recording
        try:
            await self._crew.do(lambda: self._finish(log), LIMIT_MS)
        except (OSError, TimeoutError) as problem:
            logger.error("call {} is not written down whole: {!r}", log.id, problem)
        return None if recording is None or recording.failed is not None else recording.path

    async def forget(self) -> None:
        """Whoever wanted the log has it: the journal may go."""
        if (journal := self.journal) is not None:
            await self._crew.do(journal.close, LIMIT_MS)

    def _finish(self, log: CallLog) -> None:
        if self.recording is not None:
            self.recording.write(self.recording.due(self._clock.now(), all_of_it=True))
            self.recording.close()
        if self._calls is not None:
            append_call(self._calls, log)
