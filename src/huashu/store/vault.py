"""Personal data at rest: sealed with the data key when there is one, and found again by a blind index.

A sealed value is a Fernet token behind ``fernet:``. The blind index of a telephone number is an HMAC under a key
derived from the data key, so that equal numbers can be looked up and nothing can be read from the column; without a
data key it is the number itself. The first key writes, every key reads (rotation).
"""

import hmac
import json
import os
import re
import zlib
from base64 import urlsafe_b64decode
from collections.abc import Mapping, Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from huashu.casework.phones import plain_number
from huashu.store.errors import BadKeyError, WrongKeyError

VARIABLE = "HUASHU_DATA_KEY"
_SEALED = "fernet:"
_ESCAPED = "json:"
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")
"""What some databases cannot hold: the NUL of PostgreSQL, halves of characters."""
_SEALED_BYTES, _PACKED, _WHOLE = b"f", b"z", b"w"
_INDEX = 40
"""Characters of a blind index."""
_LARGE = 512
"""Bytes from which compressing is worth it."""

_WRONG = (
    f"数据密钥不对，读不出个人信息 (wrong data key)；请把写入时用的密钥放进 {VARIABLE}"
    "（换过密钥的，新旧都写上，新的在前，用逗号隔开）"
)


class Vault:
    """Seals and opens personal data under ``keys`` (Fernet keys; none: everything stays readable)."""

    def __init__(self, keys: Sequence[str] = ()) -> None:
        self._fernets = [_fernet(key) for key in keys]
        self._all = MultiFernet(self._fernets) if self._fernets else None
        self._index_keys = [hmac.digest(urlsafe_b64decode(key), b"huashu blind index", "sha256") for key in keys]

    @staticmethod
    def from_environment(environment: Mapping[str, str] | None = None) -> "Vault":
        """The vault of ``HUASHU_DATA_KEY``: one key, or several with commas, the newest first."""
        told = (os.environ if environment is None else environment).get(VARIABLE, "")
        return Vault([key.strip() for key in told.split(",") if key.strip()])

    @property
    def locked(self) -> bool:
        """Whether there is a key."""
        return self._all is not None

    def seal(self, text: str) -> str:
        """``text`` as it is written."""
        plain = text
        if text.startswith((_SEALED, _ESCAPED)) or _UNWRITABLE.search(text):
            plain = _ESCAPED + json.dumps(text)
        return plain if self._all is None else _SEALED + self._all.encrypt(plain.encode()).decode()

    def open(self, sealed: str) -> str:
        """What ``seal`` was given. Raises ``WrongKeyError``."""
        plain = sealed
        if sealed.startswith(_SEALED):
            plain = self._decrypt(sealed.removeprefix(_SEALED).encode()).decode()
        return str(json.loads(plain.removeprefix(_ESCAPED))) if plain.startswith(_ESCAPED) else plain

    def seal_bytes(self, data: bytes) -> bytes:
        """``data`` as it is written: compressed when large, then sealed."""
        body = _PACKED + zlib.compress(data, 6) if len(data) >= _LARGE else _WHOLE + data
        return body if self._all is None else _SEALED_BYTES + self._all.encrypt(body)

    def open_bytes(self, sealed: bytes) -> bytes:
        """What ``seal_bytes`` was given. Raises ``WrongKeyError``."""
        body = self._decrypt(sealed[1:]) if sealed[:1] == _SEALED_BYTES else sealed
        return zlib.decompress(body[1:]) if body[:1] == _PACKED else body[1:]

    def index(self, number: str) -> str | None:
        """The blind index under which ``number`` is written; ``None`` for no number."""
        plain = plain_number(number)
        if not plain:
            return None
        return _keyed(self._index_keys[0], plain) if self._index_keys else plain[:_INDEX]

    def indexes(self, number: str) -> tuple[str, ...]:
        """Every blind index under which ``number`` may stand: by each key, and from before there was one."""
        plain = plain_number(number)
        return (*(_keyed(key, plain) for key in self._index_keys), plain[:_INDEX])

    def _decrypt(self, token: bytes) -> bytes:
        if self._all is None:
            raise WrongKeyError(f"个人信息是加密的，没有给密钥 (encrypted, and no key given)；请设置 {VARIABLE} 后再试")
        try:
            return self._all.decrypt(token)
        except InvalidToken:
            raise WrongKeyError(_WRONG) from None


def writable(text: str) -> str:
    """``text`` without what some databases cannot hold."""
    return _UNWRITABLE.sub("\ufffd", text)


def new_key() -> str:
    """A fresh key for ``HUASHU_DATA_KEY``."""
    return Fernet.generate_key().decode()


def _keyed(key: bytes, text: str) -> str:
    return hmac.digest(key, text.encode(), "sha256").hex()[:_INDEX]


def _fernet(key: str) -> Fernet:
    try:
        return Fernet(key)
    except ValueError:
        raise BadKeyError(
            f"{VARIABLE}: 这不是密钥 (not a key)；密钥是 32 字节的 base64，用 huashu db new-key 生成一个"
        ) from None
