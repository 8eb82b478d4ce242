"""What a call leaves behind. Floor 2, pure rules."""

from huashu.casework.record import Record, Reply, record_of, record_to_json

__all__ = ["Record", "Reply", "record_of", "record_to_json"]
