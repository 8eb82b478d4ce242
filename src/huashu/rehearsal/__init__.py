"""Rehearsal: the agent calls simulated customers on virtual time; measures against the truth; a report. Floor 4."""

from huashu.rehearsal.loop import Pace, Played, play
from huashu.rehearsal.measure import Breach, CallScore, Fault, Hits, Inspected, measure
from huashu.rehearsal.ports import Agent, Cast, CastMaker, Customer
from huashu.rehearsal.report import render_report, write_report
from huashu.rehearsal.runner import Rehearsed, profile_of, real_cast, rehearse, rehearse_once
from huashu.rehearsal.scenario import RehearsalError, Scenario, load_scenarios, seed_of
from huashu.rehearsal.script import Script, script_of
from huashu.rehearsal.summary import Crash, Exhibit, Summary, summary_to_json
from huashu.rehearsal.tally import Tally
from huashu.rehearsal.transcript import Row, render_rows, render_transcript, row_of, rows_of

__all__ = [
    "Agent",
    "Breach",
    "CallScore",
    "Cast",
    "CastMaker",
    "Crash",
    "Customer",
    "Exhibit",
    "Fault",
    "Hits",
    "Inspected",
    "Pace",
    "Played",
    "RehearsalError",
    "Rehearsed",
    "Row",
    "Scenario",
    "Script",
    "Summary",
    "Tally",
    "load_scenarios",
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
