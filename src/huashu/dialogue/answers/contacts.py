"""Readers of telephone numbers, accounts, e-mail addresses and other numbers, dictated or spelled."""

import re

from huashu.dialogue.answers.values import Found, Said
from huashu.dialogue.answers.words import pattern
from huashu.language.amounts import yuan
from huashu.language.dictation import dictations, read_digits

SAME_NUMBER = "本机号码"
"""The value of a number that is the one he speaks from."""

SAME_ACCOUNT = "同手机号"
"""The value of an account that goes by his telephone number."""


def phone(said: Said) -> Found | None:
    """A telephone number in figures, or ``SAME_NUMBER``."""
    numbers = [slot for slot in said.slots if slot.kind == "phone"]
    if numbers:
        return Found(numbers[-1].value, numbers[-1].start, numbers[-1].end)
    if same := pattern(r"<owned>|(?:打|发|留)?(?:我)?(?:就)?(?:是)?(?:这个|本机|现在这个)(?:号|就行|就可以)").search(
        said.open
    ):
        return Found(SAME_NUMBER, same.start(), same.end())
    return number(said) if re.search(r"尾号|后四位|分机", said.asked) else None


def number(said: Said) -> Found | None:
    """A number of an order, a card or a meter: letters in capitals and figures."""
    held = [slot for slot in said.slots if slot.kind in ("order", "number", "phone")]
    if held:
        best = max(held, key=lambda slot: (slot.kind == "order", len(slot.value)))
        letters = re.search(r"(?<![a-z])[a-z]{1,6}$", said.open[: best.start])
        start = letters.start() if letters else best.start
        return Found(said.open[start : best.start].upper() + best.value, start, best.end)
    runs = [run for run in dictations(said.open) if sum(len(chunk.digits) for chunk in run) >= 2]
    if not runs:
        return _counted(said)
    longest = max(runs, key=lambda run: sum(len(chunk.digits) for chunk in run))
    return Found("".join(chunk.digits for chunk in longest), longest[0].start, longest[-1].end)


def _counted(said: Said) -> Found | None:
    """A reading said with units: 三千四百五十六."""
    found = re.search(r"[零一二两三四五六七八九十百千万]{3,}", said.open)
    value = yuan(found.group()) if found else None
    return Found(value, found.start(), found.end()) if found and value else None


_D = r"零〇一二三四五六七八九幺\d"
_LINK = r"(?:下划线|杠|横杠|减号|加|再加|后面是?|然后是?|数字|小写的?|大写的?|全拼|拼音|字母|[\s，,、_\-])"
_ID = re.compile(rf"(?:小写的?|大写的?|拼音)?[a-z](?:{_LINK}*(?:[a-z]+|[{_D}]+))*")
_NOT_IDS = frozenset("qq wx vx app wifi ok email mail vip vx号 v".split())


def account(said: Said) -> Found | None:
    """An account's name as it is typed, its number, or ``SAME_ACCOUNT``."""
    for match in _ID.finditer(said.open):
        start = match.start()
        label = re.match(r"(?:qq|wx|vx|v|email)(?![a-z_\d])[^a-z\d]*", match.group())
        start += label.end() if label else 0
        value = _spelled(said.text[start : match.end()])
        if len(value) >= 4 and value.lower() not in _NOT_IDS:
            return Found(value, start, match.end())
    if same := pattern("<owned>").search(said.open):
        return Found(SAME_ACCOUNT, same.start(), same.end())
    found = number(said)
    return found if found and len(found.value) >= 5 else None


def _spelled(said: str) -> str:
    linked = re.sub(r"下划线", "_", said)
    linked = re.sub(r"横杠|杠|减号", "-", linked)
    linked = re.sub(rf"[{_D}]+", lambda digits: read_digits(digits.group()), linked)
    return re.sub(r"[^\w\-]|[一-鿿]", "", linked)


_AT = r"(?:@|艾特|圈a|at(?![a-z]))"
_DOT = r"(?:\.|点)"
_HOSTS = (
    r"(?:qq|q q|幺六三|一六三|163|126|幺二六|一二六|gmail|outlook|hotmail|foxmail|sina|新浪|sohu|搜狐|139|189|幺三九)"
)
_MAIL = re.compile(
    rf"(?P<user>[a-z{_D}_.\-](?:[a-z{_D}_.\-\s]|下划线|杠|点|加)*?)[\s，,]*{_AT}[\s，,]*"
    rf"(?P<host>[a-z{_D}\-\s]+(?:{_DOT}\s*(?:[a-z]+|康姆?|抗母|西恩))+)"
)
_OF_PHONE = re.compile(rf"(?:我)?(?:的)?手机号?(?:码)?[，,]?{_AT}?(?P<host>{_HOSTS})")
_AT_HOST = re.compile(rf"(?P<host>{_HOSTS})(?:的)?(?:邮箱|信箱)?[^a-z\d]{{0,8}}(?P<user>[a-z{_D}][a-z{_D}_.]{{3,}})")


def email(said: Said) -> Found | None:
    """An e-mail address as it is typed, from 艾特 and 点 too; 手机号 with its host where it is that."""
    if match := _MAIL.search(said.open):
        return Found(f"{_mail(match['user'])}@{_mail(match['host'])}", match.start(), match.end())
    if "邮" not in said.asked + said.open:
        return None
    if match := _AT_HOST.search(said.open):
        return Found(f"{_mail(match['user'])}@{_host(match['host'])}", match.start(), match.end())
    if match := _OF_PHONE.search(said.open):
        return Found(f"手机号@{_host(match['host'])}", match.start(), match.end())
    return None


def _mail(said: str) -> str:
    typed = re.sub(r"康姆?|抗母", "com", said.replace("西恩", "cn"))
    typed = re.sub(r"点", ".", typed.replace("下划线", "_").replace("杠", "-"))
    typed = re.sub(rf"[{_D}]+", lambda digits: read_digits(digits.group()), typed)
    return re.sub(r"[^a-z\d_.\-]", "", typed)


def _host(said: str) -> str:
    named = {"新浪": "sina", "搜狐": "sohu"}.get(said, _mail(said))
    return f"{named}.com"
