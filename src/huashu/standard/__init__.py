"""The service standard: clauses as data, their operators, and judging a call by them."""

from huashu.standard.clause import Area, Clause, Score, SourceRow, Standard
from huashu.standard.coverage import Covered, coverage
from huashu.standard.ears import Ears, LineReader, Understood
from huashu.standard.examples import Failure, MeaningFailure, run_examples, run_meaning
from huashu.standard.guard import Fault, utterance_faults
from huashu.standard.judge import Evidence, Judgement, Verdict, judge, judge_scene
from huashu.standard.load import extended, is_built_in, load_instead, load_standard
from huashu.standard.located import StandardError
from huashu.standard.meaning import Meaning
from huashu.standard.scene import Scene

__all__ = [
    "Area",
    "Clause",
    "Covered",
    "Ears",
    "Evidence",
    "Failure",
    "Fault",
    "Judgement",
    "LineReader",
    "Meaning",
    "MeaningFailure",
    "Scene",
    "Score",
    "SourceRow",
    "Standard",
    "StandardError",
    "Understood",
    "Verdict",
    "coverage",
    "extended",
    "is_built_in",
    "judge",
    "judge_scene",
    "load_instead",
    "load_standard",
    "run_examples",
    "run_meaning",
    "utterance_faults",
]
