"""Recordings of calls: writing them while a call goes on, and making a call log of one, so that it can be inspected."""
