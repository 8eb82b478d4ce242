"""Rehearsal with sound: simulated customers speak over lines made bad on purpose, and the agent hears them with its
own ears. Virtual time, in memory; needs the extra ``voice``."""
