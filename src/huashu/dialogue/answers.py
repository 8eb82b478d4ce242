"""What he answered: the answers to what was asked, what he said unasked, takes back, or the profile settles already."""

from huashu.dialogue.answer_changes import corrected
from huashu.dialogue.answer_echo import echo
from huashu.dialogue.answer_links import known, volunteered
from huashu.dialogue.answer_model import Answer, Stance
from huashu.dialogue.answer_reading import read_answers

__all__ = ["Answer", "Stance", "corrected", "echo", "known", "read_answers", "volunteered"]
