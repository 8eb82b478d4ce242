"""Quality inspection: a call log and the standard in; findings with evidence and a score out."""

from huashu.inspection.inspect import Finding, Inspection, inspect, to_json
from huashu.inspection.terminal import render

__all__ = ["Finding", "Inspection", "inspect", "render", "to_json"]
