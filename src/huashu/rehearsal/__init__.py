"""Rehearsal: the agent calls simulated customers on virtual time; measures against the truth; a report. Floor 4."""

from huashu.rehearsal.loop import Pace, play
from huashu.rehearsal.measure import measure
from huashu.rehearsal.ports import Agent, Cast, CastMaker, Company, Customer, Played, Rehearsed
from huashu.rehearsal.reasons import Reason
from huashu.rehearsal.report import render_report, write_report
from huashu.rehearsal.runner import real_cast, rehearse, rehearse_once
from huashu.rehearsal.scenario import RehearsalError, Scenario, Suite, Unusable, load_scenarios, load_suite, seed_of
from huashu.rehearsal.score import Breach, CallScore, Fault, Hits, Inspected
from huashu.rehearsal.script import Script, script_of
from huashu.rehearsal.stage import profile_of
from huashu.rehearsal.summary import Crash, Exhibit, Summary, summary_to_json
from huashu.rehearsal.tally import Tally
from huashu.rehearsal.transcript import Row, render_rows, render_transcript, row_of, rows_of

__all__ = [
    "Agent",
    "Breach",
    "CallScore",
    "Cast",
    "CastMaker",
    "Company",
    "Crash",
    "Customer",
    "Exhibit",
    "Fault",
    "Hits",
    "Inspected",
    "Pace",
    "Played",
    "Reason",
    "RehearsalError",
    "Rehearsed",
    "Row",
    "Scenario",
    "Script",
    "Suite",
    "Summary",
    "Tally",
    "Unusable",
    "load_scenarios",
    "load_suite",
    "measure",
    "play",
    "profile_of",
    "real_cast",
    "rehearse",
    "rehearse_once",
    "render_report",
    "render_rows",
    "render_transcript",
    "row_of",
    "rows_of",
    "script_of",
    "seed_of",
    "summary_to_json",
    "write_report",
]
