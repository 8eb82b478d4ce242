"""The company's own systems behind ports: records, work orders, text messages. Floor 4."""

from huashu.systems.ports import (
    KeyReusedError,
    Messages,
    Orders,
    Receipt,
    Records,
    RejectedError,
    Systems,
    SystemsError,
    UnauthorisedError,
    UnavailableError,
)

__all__ = [
    "KeyReusedError",
    "Messages",
    "Orders",
    "Receipt",
    "Records",
    "RejectedError",
    "Systems",
    "SystemsError",
    "UnauthorisedError",
    "UnavailableError",
]
