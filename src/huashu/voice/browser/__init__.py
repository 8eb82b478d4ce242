"""Calls in the browser: a page with a call button, and the server behind it (WebRTC through Pipecat's SmallWebRTC).

The page needs nothing from anywhere else and no build step. Who can be called, and what is read out of a finished call,
comes from outside: ``house.House``.
"""
