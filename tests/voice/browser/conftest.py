"""Pipecat and what serves the page are imported here once, without the warnings about their own imports."""

import warnings

from huashu.voice.pipeline.quiet import quieten

quieten()
with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import huashu.voice.browser.running
    import huashu.voice.pipeline.dialogue
    import huashu.voice.pipeline.ear
    import huashu.voice.pipeline.mouth  # noqa: F401
