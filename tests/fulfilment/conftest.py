"""The tests of what is carried out talk to the same company as those of its adapters."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "systems"))
