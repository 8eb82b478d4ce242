"""A call as sound: what the line carries, speech in and out, taking turns, the pipeline, SIP and the browser.

Everything here belongs to the extra ``huashu[voice]``; nothing outside imports it before it is asked for.
"""
