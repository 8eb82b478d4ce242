"""What he answered: the answers to what was asked, what he said unasked, takes back, or the profile settles already."""

from huashu.dialogue.answers.changes import corrected
from huashu.dialogue.answers.echo import echo
from huashu.dialogue.answers.links import known, volunteered
from huashu.dialogue.answers.model import Answer, Stance
from huashu.dialogue.answers.reading import read_answers

__all__ = ["Answer", "Stance", "corrected", "echo", "known", "read_answers", "volunteered"]
