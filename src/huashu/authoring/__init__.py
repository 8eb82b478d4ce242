"""Help for authors of scenario documents: advice about what was written, and skeletons to start from; floor 5.

``huashu.authoring.advise`` has the checks; they are not imported here, so that what needs none of them starts fast.
"""

from huashu.authoring.advice import Advice, Kind, Severity, kinds
from huashu.authoring.blanks import unfilled
from huashu.authoring.skeleton import skeleton, skeletons

__all__ = ["Advice", "Kind", "Severity", "kinds", "skeleton", "skeletons", "unfilled"]
