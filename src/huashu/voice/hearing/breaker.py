"""When a service that fails is left alone for a while."""

from dataclasses import dataclass, replace

from huashu.call import Ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Breaker:
    """Open (``until`` is set) after ``failures`` failures in a row: nobody waits for the service for ``rest`` ms. Then
    one attempt is let through; if it fails, the rest begins again."""

    failures: int = 3
    rest: Ms = 15_000
    failed: int = 0
    until: Ms | None = None

    def allows(self, now: Ms) -> bool:
        """Whether the service may be asked at ``now``."""
        return self.until is None or now >= self.until

    def asked(self, now: Ms) -> "Breaker":
        """It is being asked: while it rests only one attempt at a time."""
        return self if self.until is None else replace(self, until=now + self.rest)

    def answered(self) -> "Breaker":
        """It answered."""
        return self if not self.failed and self.until is None else replace(self, failed=0, until=None)

    def refused(self, now: Ms) -> "Breaker":
        """It failed, or answered too late."""
        failed = self.failed + 1
        return replace(self, failed=failed, until=now + self.rest if failed >= self.failures else None)
