"""When a conditional line is meant."""

from huashu.dialogue.conditions.choosing import ENDING, Cues, fit, meaning_likeness, read_condition

__all__ = ["ENDING", "Cues", "fit", "meaning_likeness", "read_condition"]
