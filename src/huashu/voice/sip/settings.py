"""Where and as whom we telephone: the account, the address to listen on, the codecs, the limits. Pure."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_address

MOST_CALLS = 50
"""Calls that one process takes at the same time when nothing else is said."""


class Codec(StrEnum):
    """The two laws of ITU-T G.711."""

    PCMU = "pcmu"
    PCMA = "pcma"


class SettingsError(ValueError):
    """An address or a limit that cannot be used; the message says which, and how it is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account at a trunk or a PBX. ``host`` may carry a port; ``proxy`` is where requests are sent when that is not
    the host; ``login`` the name for digest authentication when it is not ``user`` (RFC 3261 section 22)."""

    user: str
    host: str
    password: str = field(default="", repr=False)
    transport: str = "udp"
    login: str | None = None
    proxy: str | None = None
    register: bool = True
    """``False``: a trunk that knows us by our address; calls are placed and taken without registering."""
    expires: int = 600
    """Seconds that a registration lasts; it is renewed in time."""

    @property
    def uri(self) -> str:
        """The address of record."""
        return f"sip:{self.user}@{self.host}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSettings:
    """One endpoint. ``listen``: the address and port at which calls come in, ``None``: any; ``codecs``: those offered
    and accepted, the preferred first; ``most_calls``: calls at once, more are told that we are busy (486)."""

    account: Account | None = None
    listen: tuple[str, int] | None = None
    codecs: tuple[Codec, ...] = (Codec.PCMU, Codec.PCMA)
    most_calls: int = MOST_CALLS
    dead_after: int = 20
    """Seconds without any sound packet after which the other side is taken for gone."""

    def __post_init__(self) -> None:
        if self.account is None and self.listen is None:
            raise SettingsError("没有账号，也没有监听地址 (neither an account nor an address to listen on)")
        if not self.codecs:
            raise SettingsError("至少要有一种编码 (at least one codec)：pcmu、pcma")

    @property
    def interface(self) -> str | None:
        """The local address to bind to; ``None``: whatever leads to the other side. The loopback has to be named."""
        if self.listen is not None and not ip_address(self.listen[0]).is_unspecified:
            return self.listen[0]
        host = "" if self.account is None else (self.account.proxy or self.account.host)
        return "127.0.0.1" if _bare_host(host) in ("localhost", "127.0.0.1") else None


_ACCOUNT = re.compile(r"(?:sip:)?(?P<user>[^@:;\s]+)@(?P<host>[^@;\s]+)(?P<more>(?:;[^;\s]+)*)", re.IGNORECASE)


def parse_account(text: str, password: str = "") -> Account:
    """An account as one writes it: ``sip:1001@pbx.example.com``, with ``:port`` and ``;transport=tcp`` when needed, and
    ``;auth=NAME``, ``;proxy=HOST``, ``;register=no``, ``;expires=SECONDS``. Raises ``SettingsError``."""
    found = _ACCOUNT.fullmatch(text.strip())
    if found is None:
        raise SettingsError(
            f"{text}: 不是 SIP 账号 (not a SIP account)；写作 sip:用户@主机，例如 sip:1001@pbx.example.com"
        )
    more = dict(_pair(part) for part in found["more"].split(";") if part)
    if unknown := sorted(set(more) - {"transport", "auth", "proxy", "register", "expires"}):
        raise SettingsError(f"{text}: 不认识的参数 {unknown[0]} (unknown parameter)")
    transport = more.get("transport", "udp").lower()
    if transport not in ("udp", "tcp", "tls"):
        raise SettingsError(f"{text}: transport 只能是 udp、tcp、tls (unknown transport)")
    expires = more.get("expires", "600")
    if not expires.isdigit() or not 30 <= int(expires) <= 86_400:
        raise SettingsError(f"{text}: expires 要是 30 到 86400 秒 (seconds from 30 to 86400)")
    return Account(
        user=found["user"],
        host=found["host"],
        password=password,
        transport=transport,
        login=more.get("auth"),
        proxy=more.get("proxy"),
        register=more.get("register", "yes").lower() not in ("no", "false", "0"),
        expires=int(expires),
    )


def parse_listen(text: str) -> tuple[str, int]:
    """An address to listen on: ``127.0.0.1:5060``; without a port 5060. Raises ``SettingsError``."""
    host, _, port = text.strip().rpartition(":") if ":" in text else (text.strip(), "", "5060")
    try:
        address = str(ip_address(host))
    except ValueError:
        raise SettingsError(
            f"{text}: 不是监听地址 (not an address to listen on)；例如 127.0.0.1:5060、0.0.0.0:5060"
        ) from None
    if not port.isdigit() or not 0 < int(port) < 65_536:
        raise SettingsError(f"{text}: 端口要在 1 到 65535 之间 (a port from 1 to 65535)")
    return address, int(port)


def parse_codecs(text: str) -> tuple[Codec, ...]:
    """Codecs in order of preference: ``pcma,pcmu``. Raises ``SettingsError``."""
    names = [name.strip().lower() for name in text.split(",") if name.strip()]
    if not names or len(set(names)) != len(names) or any(name not in set(Codec) for name in names):
        raise SettingsError(f"{text}: 编码只能是 pcmu、pcma (unknown codec)；例如 pcma,pcmu")
    return tuple(Codec(name) for name in names)


def target_uri(text: str, account: Account | None) -> str:
    """Whom to dial: a ``sip:`` address as it is, or a number at the account's host. Raises ``SettingsError``."""
    text = text.strip()
    if re.fullmatch(r"sips?:[^\s@<>\"]+(?:@[^\s@<>\"]+)?", text, re.IGNORECASE):
        return text
    number = re.sub(r"[\s\-()]", "", text)
    if account is not None and re.fullmatch(r"\+?[0-9*#]{2,20}", number):
        return f"sip:{number}@{account.host}"
    raise SettingsError(f"{text}: 不知道拨给谁 (whom to dial)；写作 sip:号码@主机，有账号时也可以只写号码")


def stranger(to: str) -> Account:
    """Who we are when we call ``to``, a ``sip:`` address, without an account: somebody at its own host. Raises
    ``SettingsError``."""
    found = re.fullmatch(r"sips?:(?:[^@\s]+@)?([^@;?\s]+).*", to.strip(), re.IGNORECASE)
    if found is None:
        raise SettingsError(f"{to}: 没有账号时，请写全地址 (needs a whole address)：sip:号码@主机")
    return Account(user="huashu", host=found[1], register=False)


def number_of(uri: str) -> str:
    """The number, or the name, in a SIP address: of ``sip:13800001234@host`` 13800001234; empty when there is none."""
    found = re.search(r"sips?:([^@>;]+)@", uri, re.IGNORECASE)
    return found[1] if found else ""


def _pair(part: str) -> tuple[str, str]:
    name, _, value = part.partition("=")
    return name.lower(), value


def _bare_host(host: str) -> str:
    return re.sub(r"^sips?:", "", host, flags=re.IGNORECASE).split(";")[0].rsplit(":", 1)[0]
