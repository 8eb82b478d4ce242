"""Reads what other programs write as call logs: tables, subtitles, transcripts, other vendors' JSON. Pure: text or an
opened file in, logs or the errors of reading them out."""

from huashu.call.imports.clock import Unit
from huashu.call.imports.headings import COLUMNS
from huashu.call.imports.options import NO_OPTIONS, ImportOptions, options_of, read_mapping

__all__ = ["COLUMNS", "NO_OPTIONS", "ImportOptions", "Unit", "options_of", "read_mapping"]
