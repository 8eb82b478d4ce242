"""Who is calling: asked before anything private, explained, attempts limited, nothing leaked (S1.3, S3.16)."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from huashu.call import Act, LookUp, Note, NoteKind, Say
from huashu.dialogue.desk.hearing import is_ack
from huashu.dialogue.desk.requests import ask_systems
from huashu.dialogue.desk.state import (
    Asked,
    Decision,
    DeskCall,
    DeskContext,
    DeskMoment,
    DeskStep,
    Identity,
    Onward,
    Pending,
    after_doing,
)
from huashu.dialogue.desk.wording import grouped, joined, line
from huashu.language import Understanding, normalise, sounds_of
from huashu.language.surnames import COMPOUND, NOT_NAMES, SINGLE
from huashu.playbook.desk.model import Verification

QUERY = "客户资料"
"""The look-up of a customer by what he says of himself."""

_NAME = re.compile(r"姓名|名字|称呼|(?:户主|机主|业主|车主|联系人|收货人|收件人|投保人|登记人)$|姓氏")
_TAIL = re.compile(r"[后末]([三四五六3456])位|尾号")
_SAYS_TAIL = re.compile(r"后[三四五六3456]|[末尾][三四五六3456号]|尾数|证件|身份证")
_FIGURES = {"三": 3, "四": 4, "五": 5, "六": 6}
MOST_OF_NAME = 4
"""Characters of a name at most, where nothing else tells that it is one."""

TAIL = 6
"""Figures up to which a number need not be read back (S3.13)."""

_PHONE = re.compile(r"手机|电话|联系方式")
_SURNAME = re.compile(r"姓氏|贵姓")
_FORGOT = re.compile(r"忘|记不[得清住]|不记得|想不起|找不到|不知道|没带|不清楚")
_WILL_NOT = frozenset({Act.REFUSE, Act.NEGATE, Act.DOUBT_FRAUD, Act.ANGER, Act.DOUBT_EFFECT})


def fields_read(fields: tuple[str, ...], text: str, heard: Understanding, *, asked: str = "") -> dict[str, str]:
    """What ``text`` says of the caller, by the desk's ``fields``; figures alone belong to the field ``asked``."""
    names = [slot.value for slot in heard.slots if slot.kind == "name"]
    figures = _figures(text, heard)
    told: dict[str, str] = {}
    alone = bool(_NAME.search(asked)) and not figures and not heard.has(*_NOT_A_NAME)
    for field in fields:
        if _TAIL.search(field) and field != asked and not _SAYS_TAIL.search(text):
            continue
        if _NAME.search(field):
            value = names[-1] if names else bare_name(text, alone=alone) if asked == field or figures else ""
            if value:
                told[field] = value
        elif found := _fitting(field, figures, asked):
            told[field] = found
    return told


def dictated(field: str) -> str:
    """The kind of answer that ``field`` is: ``phone``, ``number`` or ``name``."""
    if not is_figures(field):
        return "name"
    return "phone" if _PHONE.search(field) and not _TAIL.search(field) else "number"


def is_figures(field: str) -> bool:
    """Whether ``field`` is answered with figures."""
    return not _NAME.search(field)


def _figures(text: str, heard: Understanding) -> list[str]:
    found = [slot.value for slot in heard.slots if slot.kind in ("phone", "order", "number")]
    plain = re.findall(r"[a-z]{0,4}\d[\da-z\-]{2,}", normalise(text).lower())
    return [re.sub(r"[^0-9a-zA-Z]", "", value) for value in dict.fromkeys([*found, *plain])]


def _fitting(field: str, figures: list[str], asked: str) -> str:
    """The figures that look like ``field``: so many digits for a tail, eleven for a mobile number."""
    if tail := _TAIL.search(field):
        length = _FIGURES.get(tail[1] or "", 0) or int(tail[1] or 4)
        return next((value for value in figures if len(value) == length), "")
    if _PHONE.search(field):
        return next((value for value in figures if value.isdigit() and len(value) in (7, 8, 10, 11, 12)), "")
    other = [value for value in figures if len(value) >= 5 and not (value.isdigit() and len(value) == 11)]
    return other[0] if other else next((value for value in figures if asked == field and len(value) >= 3), "")


_NOT_A_NAME = (Act.AFFIRM, Act.NEGATE, Act.REFUSE, Act.QUESTION, Act.REQUEST, Act.HOLD_ON, Act.ANGER, Act.CANNOT_HEAR)


def bare_name(text: str, *, alone: bool = False) -> str:
    """A name said by itself: it begins with a family name, or was asked for ``alone``."""
    for part in re.split(r"[^\u4e00-\u9fff·]+", text):
        bare = re.sub(r"^(?:我|就|是|叫|姓名|名字|姓|嗯|呃|啊|哦)+|(?:先生|女士|小姐|啊|呀|吧|的)+$", "", part)
        family = bare[:2] if bare[:2] in COMPOUND else bare[:1]
        named = family in COMPOUND or family in SINGLE
        if named and len(family) < len(bare) <= len(family) + 2 and bare not in NOT_NAMES:
            return bare
        if alone and 2 <= len(bare) <= MOST_OF_NAME and not is_ack(bare):
            return bare
    return ""


def agrees(field: str, said: str, known: object) -> bool:
    """Whether what he said is what the record holds: figures exactly, a tail by its end, a name by its sound."""
    if known is None or not said:
        return False
    record = re.sub(r"[\s\-]", "", str(known))
    if _NAME.search(field):
        if _SURNAME.search(field):
            return sounds_of(record[:1]) == sounds_of(said[:1])
        return sounds_of(record) == sounds_of(said)
    if _TAIL.search(field):
        return record.lower().endswith(said.lower())
    return record.lower() == said.lower()


def missing(rule: Verification, identity: Identity) -> tuple[str, ...]:
    """The fields that are still to be asked for, as many as are needed."""
    open_ones = [field for field in rule.fields if field not in identity.claims]
    return tuple(open_ones[: max(0, rule.needed - len(identity.claims))])


def ask(call: DeskCall, ctx: DeskContext, lead: str = "") -> DeskStep:
    """Ask for what is missing, or check what has been said."""
    rule, identity = ctx.desk.verification, call.identity
    wanted = missing(rule, identity)
    if not wanted:
        return check(call, ctx, lead)
    name = "identity_missing" if identity.claims else "identity_again" if identity.failures else "identity"
    text = line(name, call.said, fields=_fields(wanted))
    call = replace(call, identity=replace(identity, asked=identity.asked + 1))
    pending = Pending(asked=Asked.IDENTITY, text=text, key=wanted[0])
    return after_doing(call, Say(text=joined(lead, text), because=("S1.3",)), pending=pending)


def _fields(names: tuple[str, ...]) -> str:
    return "和".join(names)


def check(call: DeskCall, ctx: DeskContext, lead: str = "") -> DeskStep:
    """Have the systems look for the customer that he says he is."""
    identity = replace(call.identity, checking=True)
    figures = {field: said for field, said in identity.claims.items() if is_figures(field)}
    given = figures or dict(identity.claims)
    request = LookUp(query=QUERY, given=given, because=("S1.3",))
    return ask_systems(replace(call, identity=identity), request, joined(lead, line("checking", call.said)))


def checked(call: DeskCall, ctx: DeskContext, found: Mapping[str, Any] | None, failed: bool) -> tuple[DeskCall, str]:
    """The call once the systems have answered, and what to say of it. Which part was wrong is never told (S1.3)."""
    rule, identity = ctx.desk.verification, replace(call.identity, checking=False)
    if failed:
        return replace(call, identity=replace(identity, unavailable=True)), line("identity_down", call.said)
    record = found or {}
    right = sum(agrees(field, said, record.get(field)) for field, said in identity.claims.items())
    if right >= min(rule.needed, len(rule.fields)) and right == len(identity.claims):
        call = replace(call, identity=replace(identity, verified=True, record=dict(record)))
        return call, line("identity_ok", call.said)
    identity = replace(identity, claims={}, failures=identity.failures + 1)
    if identity.failures >= rule.attempts:
        return replace(call, identity=replace(identity, refused=True)), line("identity_over", call.said)
    return replace(call, identity=identity), line("identity_failed", call.said)


def answered(call: DeskCall, moment: DeskMoment, ctx: DeskContext) -> Decision | None:
    """What he says when he has been asked who he is; ``None`` when it is about something else."""
    rule, identity = ctx.desk.verification, call.identity
    wanted = call.pending.key if call.pending else ""
    if moment.heard.has(Act.THIRD_PARTY) or is_someone_else(moment.text):
        return refuse_other(call)
    told = fields_read(rule.fields, moment.text, moment.heard, asked=wanted)
    if told:
        call = replace(call, identity=replace(identity, claims={**identity.claims, **told}))
        figures = [grouped(value) for field, value in told.items() if is_figures(field) and len(value) > TAIL]
        return ask(call, ctx, line("noted_number", call.said, value="，".join(figures)) if figures else "")
    if _FORGOT.search(moment.text):
        return _without(call, ctx)
    unwilling = _WILL_NOT & set(moment.heard.acts) or re.search(
        r"为(?:什么|啥|何)|干(?:嘛|什么|啥)|凭什么|一定要|必须", moment.text
    )
    if unwilling:
        return _hesitates(call, ctx)
    return None


def is_someone_else(text: str) -> bool:
    """Whether he says in so many words that the account is not his."""
    return bool(
        re.search(
            r"(?:不是|又不是)(?:机主|户主|本人|登记人)|(?:帮|替|代)(?:我)?(?:妈|爸|老公|老婆|爱人|家里|父|母|儿子|女儿|朋友|同事|邻居|别人|老人)",
            text,
        )
    )


def refuse_other(call: DeskCall) -> Onward:
    """He calls for somebody else: nothing of the account is told or changed (S1.14)."""
    call = replace(call, identity=replace(call.identity, someone_else=True)).give_up("需要本人核对身份")
    return Onward(call=call, text=line("someone_else", call.said))


def _without(call: DeskCall, ctx: DeskContext) -> Decision:
    """He does not have it at hand: another field may do; time is given once."""
    rule, identity = ctx.desk.verification, call.identity
    if identity.explained:
        return refused(call)
    call = replace(call, identity=replace(identity, explained=identity.explained + 1))
    others = tuple(field for field in rule.fields if field not in identity.claims)
    spare = others[-1:] if len(others) > rule.needed - len(identity.claims) else missing(rule, identity)
    text = line("identity_forgot", call.said, fields=_fields(spare))
    pending = Pending(asked=Asked.IDENTITY, text=text, key=spare[0])
    return after_doing(call, Say(text=text, because=("S1.3", "S3.16")), pending=pending)


def _hesitates(call: DeskCall, ctx: DeskContext) -> Decision:
    """Why it is asked is explained once; then his choice is respected (S3.16)."""
    identity = call.identity
    if identity.explained:
        return refused(call)
    call = replace(call, identity=replace(identity, explained=identity.explained + 1))
    wanted = missing(ctx.desk.verification, identity)
    purpose = ctx.desk.verification.purpose.rstrip("。")
    name = "identity_purpose_own" if purpose else "identity_purpose"
    text = line(name, call.said, fields=_fields(wanted), purpose=purpose)
    pending = Pending(asked=Asked.IDENTITY, text=text, key=wanted[0] if wanted else "")
    return after_doing(call, Say(text=text, because=("S3.16",)), pending=pending)


def put_off(call: DeskCall) -> Onward:
    """It came to nothing this time: nothing of the account is told; coming back to it, he is asked again."""
    call = replace(call, identity=replace(call.identity, claims={}, asked=0)).give_up("没有核对身份，未办理")
    return Onward(call=call, text=line("identity_refused", call.said))


def refused(call: DeskCall) -> Onward:
    """He does not say who he is: his choice, and nothing of the account is told (S3.16)."""
    call = replace(call, identity=replace(call.identity, refused=True)).give_up("没有核对身份，未办理")
    note = Note(kind=NoteKind.FACT, key="身份", text="客户未提供核对信息", value="未核对", because=("S3.16",))
    return Onward(call=call, text=line("identity_refused", call.said), actions=(note,))
