"""The company's systems where a scenario's profile is all that is known."""

from collections.abc import Mapping
from typing import Any

from huashu.call import LookedUp, LookUp, Ms, Request

LOOK_UP: Ms = 800
"""How long a look-up takes."""


class Known:
    """Answers look-ups from ``facts``, by name; opens no orders and sends no messages."""

    def __init__(self, facts: Mapping[str, Any]) -> None:
        self.facts = facts

    def answer(self, request: Request, at: Ms) -> LookedUp | None:
        """What is known of what was asked for."""
        if not isinstance(request, LookUp):
            return None
        query = request.query
        found = {key: value for key, value in self.facts.items() if key and (key in query or query in key)}
        return LookedUp(at=at + LOOK_UP, query=query, found=found or None)
