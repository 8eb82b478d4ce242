"""Reports of inspections: the page of a call, the page of a batch, tables beside them. Text out, no files."""

from huashu.inspection.report.batch_page import Batch, Cited, Listed, render_batch
from huashu.inspection.report.call_page import Clauses, Page, recording_of, render_call, worst
from huashu.inspection.report.masking import masked, masked_name, masked_number
from huashu.inspection.report.tables import FINDING_COLUMNS, agent_lines, csv_line, finding_lines, summary_json
from huashu.inspection.report.tally import Tally
from huashu.inspection.report.words import clock

__all__ = [
    "FINDING_COLUMNS",
    "Batch",
    "Cited",
    "Clauses",
    "Listed",
    "Page",
    "Tally",
    "agent_lines",
    "clock",
    "csv_line",
    "finding_lines",
    "masked",
    "masked_name",
    "masked_number",
    "recording_of",
    "render_batch",
    "render_call",
    "summary_json",
    "worst",
]
