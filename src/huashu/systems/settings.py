"""Which systems are connected: from the environment, or from one YAML file; tokens from the environment alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from huashu.systems.http import HttpMessages, HttpOrders, HttpRecords
from huashu.systems.patience import Pacing, Patience
from huashu.systems.ports import Systems
from huashu.systems.promise import Due
from huashu.systems.wire import Endpoint, Wire

FILE = "HUASHU_SYSTEMS"
"""Names the YAML file."""

URL = "HUASHU_SYSTEMS_URL"
"""The address of all three systems, where there is no file."""

TOKEN = "HUASHU_SYSTEMS_TOKEN"
"""The bearer token, unless the file names another variable with ``token_from``."""

KINDS = ("records", "orders", "messages")

_OWN_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
_NUMBERS = {"timeout": 2.5, "tries": 3, "within": 6.0, "pause": 0.2, "longest_pause": 2.0}
_WORDS = ("url", "token_from", "ca", "proxy")
_KEYS = (*_WORDS, *_NUMBERS, "plain_http")


class SettingsError(ValueError):
    """What is wrong with the settings: where, what, the way out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where each system is; ``None``: the company has none, and we keep our own."""

    records: Endpoint | None = None
    orders: Endpoint | None = None
    messages: Endpoint | None = None


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings that the environment tells, or the file it names. None at all: no systems. Raises
    ``SettingsError``."""
    file = environment.get(FILE, "").strip()
    if file:
        try:
            text = Path(file).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as problem:
            raise SettingsError(
                f"{FILE}={file}: 读不了这个文件 (cannot be read: {problem})；请检查路径和编码"
            ) from None
        return parse_settings(text, file, environment)
    if url := environment.get(URL, "").strip():
        endpoint = _endpoint({"url": url}, URL, environment)
        return Settings(records=endpoint, orders=endpoint, messages=endpoint)
    return Settings()


def parse_settings(text: str, name: str, environment: Mapping[str, str]) -> Settings:
    """The settings of a YAML file: a mapping for each of ``records``, ``orders``, ``messages``; what stands in
    ``defaults`` holds for all of them. Raises ``SettingsError``."""
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        where = f"{name}:{mark.line + 1}" if mark else name
        raise SettingsError(f"{where}: 不是 YAML (not valid YAML)；请检查缩进和冒号") from None
    sections = _mapping(data, name)
    _known(sections, (*KINDS, "defaults"), name)
    defaults = _mapping(sections.get("defaults"), f"{name}: defaults")
    _known(defaults, _KEYS, f"{name}: defaults")
    found = {}
    for kind in KINDS:
        if kind in sections:
            where = f"{name}: {kind}"
            found[kind] = _endpoint({**defaults, **_mapping(sections[kind], where)}, where, environment)
    return Settings(**found)


def connect(settings: Settings, due: Due, pacing: Pacing | None = None) -> Systems:
    """The systems, ready to be asked; close them when done. Raises ``SettingsError``."""
    wires: dict[str, Wire] = {}
    try:
        for kind in KINDS:
            endpoint: Endpoint | None = getattr(settings, kind)
            if endpoint is not None:
                wires[kind] = Wire(endpoint, pacing)
    except OSError as problem:
        for wire in wires.values():
            wire.close()
        raise SettingsError(f"读不了证书文件 ca (the certificates cannot be read: {problem})；请检查路径") from None
    records, orders, messages = (wires.get(kind) for kind in KINDS)
    return Systems(
        records=HttpRecords(records) if records else None,
        orders=HttpOrders(orders, due) if orders else None,
        messages=HttpMessages(messages) if messages else None,
        closing=tuple(wires.values()),
    )


def _endpoint(data: Mapping[str, Any], where: str, environment: Mapping[str, str]) -> Endpoint:
    _known(data, _KEYS, where)
    words = {key: str(data.get(key) or "").strip() for key in _WORDS}
    _check_url(words["url"], where, plain=data.get("plain_http") is True)
    variable = words["token_from"] or TOKEN
    token = environment.get(variable, "").strip()
    if words["token_from"] and not token:
        raise SettingsError(f"{where}: 环境变量 {variable} 是空的 (the variable is empty)；把令牌放进去")
    if not token.isascii() or not token.isprintable():
        raise SettingsError(f"环境变量 {variable}: 令牌里有不能用的字符 (the token has unusable characters)")
    numbers = {key: _number(data.get(key, value), f"{where}: {key}") for key, value in _NUMBERS.items()}
    patience = Patience(**{**numbers, "tries": int(numbers["tries"])})  # type: ignore[arg-type]
    return Endpoint(url=words["url"], token=token, patience=patience, ca=words["ca"], proxy=words["proxy"])


def _check_url(url: str, where: str, *, plain: bool) -> None:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not host:
        raise SettingsError(f"{where}: 地址应为 https://主机 (the URL is missing or wrong): {url!r}")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise SettingsError(
            f"{where}: 地址里不要写口令和参数 (no credentials or query in the URL)；令牌放进环境变量 {TOKEN}"
        )
    if parts.scheme == "http" and host not in _OWN_MACHINE and not plain:
        raise SettingsError(
            f"{where}: http 会明文传送客户资料 (http sends personal data in the clear)；改用 https，"
            "内网确实要用就在文件里写 plain_http: true"
        )


def _mapping(value: object, where: str) -> Mapping[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise SettingsError(f"{where}: 应为“名称: 值”的形式 (expected a mapping)")
    return {str(key): inner for key, inner in value.items()}


def _known(data: Mapping[str, Any], keys: tuple[str, ...], where: str) -> None:
    for key in data:
        if key not in keys:
            raise SettingsError(f"{where}: 没有 {key} 这一项 (unknown key)；可用 {'、'.join(keys)}")


def _number(value: object, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 600:
        raise SettingsError(f"{where}: 应为大于 0、不超过 600 的数 (expected a number above 0): {value!r}")
    return float(value)
