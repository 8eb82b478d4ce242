"""Rehearsing a desk: simulated callers ring, the agent answers, and their own truth says what came of it."""
