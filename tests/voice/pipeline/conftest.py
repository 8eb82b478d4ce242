"""Pipecat is imported here once, without its greeting and without the warnings about its own imports."""

import warnings

from huashu.voice.pipeline.quiet import quieten

quieten()
with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import pipecat.frames.frames
    import pipecat.pipeline.worker
    import pipecat.services.stt_service
    import pipecat.services.tts_service
    import pipecat.transports.base_output
    import pipecat.workers.runner  # noqa: F401
