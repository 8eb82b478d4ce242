"""Help for authors of scenario documents: advice about what was written, and skeletons to start from; floor 5."""

from huashu.authoring.advice import Advice, Found, Kind, Severity, kinds
from huashu.authoring.advise import advise, unfilled
from huashu.authoring.draft import Draft, draft_of
from huashu.authoring.skeleton import skeleton, skeletons

__all__ = [
    "Advice",
    "Draft",
    "Found",
    "Kind",
    "Severity",
    "advise",
    "draft_of",
    "kinds",
    "skeleton",
    "skeletons",
    "unfilled",
]
