"""What would better be otherwise in a desk that was read: told as warnings, with the line and what to do."""

from collections.abc import Iterator

from huashu.playbook.desk.items import told_of
from huashu.playbook.desk.model import CallerCard, CallerKind, Desk, Item, ItemKind
from huashu.playbook.desk.pieces import gaps, same
from huashu.playbook.desk.report import Report
from huashu.playbook.desk.vocabulary import bare, never_said, turns_against
from huashu.playbook.desk.wants import is_ours

_FREE = ("unknown_business", "beyond_authority", "third_party", "wants_to_cancel", "unwanted_sms", "counter_only")
"""Moments whose need is none of the desk's matters by name."""


def advise(desk: Desk, report: Report) -> None:
    """Every piece of advice on ``desk``."""
    for item in desk.items:
        _on_item(item, desk, report)
    _on_names(desk, report)
    _on_lines(desk, report)
    _on_desk(desk, report)
    wordings = [item.asked for item in desk.items] + [limit.asked for limit in desk.limits]
    asked = frozenset(bare(word) for every in wordings for word in every)
    for card in desk.callers:
        _on_card(card, desk, report)
        _on_facts(card, desk, report)
        _on_copies(card, asked, report)


def _on_item(item: Item, desk: Desk, report: Report) -> None:
    if not item.asked and item.kind not in (ItemKind.CANCEL, ItemKind.SMS):
        report.warn(
            item.line,
            "item_without_wordings",
            f"“{item.name}”没有写客户的说法，只能靠名称认 (no wordings)。请加“说法：…／…”，写五种以上更好认。",
        )
    unasked = [want for want in item.wants if is_ours(want)]
    if unasked:
        report.warn(
            unasked[0].line,
            "want_without_question",
            f"“{item.name}”需要的{'、'.join(want.name for want in unasked)}没有写怎么问，会问："
            f"{''.join(want.ask for want in unasked)} (our own questions)。想换说法就写“{unasked[0].name}：…？”。",
        )
    match item.kind:
        case ItemKind.LOOK_UP:
            _on_look_up(item, report)
        case ItemKind.ORDER:
            _on_order(item, desk, report)
        case ItemKind.COUNTER:
            _on_counter(item, desk, report)
        case _:
            pass
    _on_gaps(item, desk, report)


def _on_look_up(item: Item, report: Report) -> None:
    if not item.fields:
        report.warn(
            item.line,
            "look_up_without_fields",
            f"“{item.name}”没有写查哪些资料 (no record fields)。请加“资料：字段=示例值；…”。",
        )
    elif not item.verify and not item.wants:
        report.warn(
            item.line,
            "look_up_unverified",
            f"“{item.name}”查的是客户的资料，却不需核验 (records without identity)。"
            "确实人人可查就保留，否则写“需核验：是”。",
        )
    if item.fields and item.answer == told_of(item.fields):
        report.warn(
            item.line,
            "look_up_without_answer",
            f"“{item.name}”没有写查到后怎么说，会说：{item.answer} (our own answer)。"
            f"想换说法就加“回答：…{{{item.fields[0].name}}}…”。",
        )


def _on_order(item: Item, desk: Desk, report: Report) -> None:
    missing = [word for word, value in (("部门", item.department), ("时限", item.within)) if not value]
    if missing:
        report.warn(
            item.line,
            "order_without_promise",
            f"“{item.name}”没有写{'和'.join(missing)}，会转给{item.department or desk.escalation}、"
            f"承诺{item.within or desk.call_back_within} (no department or time)。请加“{missing[0]}：…”。",
        )


def _on_counter(item: Item, desk: Desk, report: Report) -> None:
    if not desk.counters:
        report.warn(
            item.line,
            "counter_item_without_counters",
            f"“{item.name}”只能到柜台办，却没有写网点 (no counters)。请加“## 网点”，写名称、地址、时间。",
        )
    if not item.documents:
        report.warn(
            item.line,
            "counter_item_without_documents",
            f"“{item.name}”没有写要带什么 (no documents)。请加“证件：…”，客户不白跑一趟。",
        )


def _on_gaps(item: Item, desk: Desk, report: Report) -> None:
    given = [field.name for field in item.fields] + [want.name for want in item.wants] + [*desk.verification.fields]
    for text in (item.answer, item.nothing, item.effect, item.interim):
        for gap in gaps(text):
            if not any(same(gap, name) for name in given):
                report.warn(
                    item.line,
                    "unknown_gap",
                    f"“{item.name}”的话里有“{{{gap}}}”，资料和需要里都没有 (nothing fills this gap)。"
                    f"请在“资料”里加“{gap}=…”，或改正名称。",
                )


def _on_names(desk: Desk, report: Report) -> None:
    seen: dict[str, int] = {}
    for name, line in [(item.name, item.line) for item in desk.items] + [(lim.what, lim.line) for lim in desk.limits]:
        if name in seen:
            report.warn(
                line,
                "name_twice",
                f"“{name}”在第 {seen[name]} 行已经有了 (the same name twice)。请合并，或改一个名称。",
            )
        seen.setdefault(name, line)


def _on_lines(desk: Desk, report: Report) -> None:
    for line, text in spoken(desk):
        if (found := never_said(text)) is not None:
            report.warn(
                line,
                "never_say",
                f"“{found}”这样的话不能对客户说 (never to be said)。请改成说明能怎么帮。",
            )
        if (found := turns_against(text)) is not None:
            report.warn(
                line,
                "turning_word",
                f"“{text[:18]}…”里有转折词“{found}” (a turning word)。请分成两句，直接说能怎样。",
            )


def spoken(desk: Desk) -> Iterator[tuple[int, str]]:
    """Every line of the document that the desk speaks, with its place."""
    yield from ((1, text) for text in (desk.greeting, desk.closing) if text)
    yield desk.verification.line, desk.verification.purpose
    for item in desk.items:
        for text in (item.answer, item.nothing, item.why, item.interim, item.effect, item.self_service):
            yield item.line, text
        yield from ((want.line, want.ask) for want in item.wants)
    yield from ((entry.line, entry.answer) for entry in desk.knowledge)
    yield from ((term.line, term.meaning) for term in desk.terms)
    yield from ((limit.line, text) for limit in desk.limits for text in (limit.why, limit.way))
    yield from ((offer.line, offer.text) for offer in (*desk.keeping, *desk.messages))


def _on_desk(desk: Desk, report: Report) -> None:
    if not desk.knowledge:
        report.warn(1, "no_knowledge", "没有常见问题，问到规定就只能转人 (no knowledge)。请加“## 常见问题”，一问一答。")
    if not desk.callers:
        report.warn(1, "no_callers", "没有来电方，不能照着演练 (no callers)。要演练请加“## 来电方”，一张卡一个人。")
    for limit in desk.limits:
        if not (limit.way or limit.department):
            report.warn(
                limit.line,
                "limit_without_way",
                f"“{limit.what}”没有写出路 (no way forward)。请加“办法：…”，说清客户接下来可以怎样。",
            )


def _on_card(card: CallerCard, desk: Desk, report: Report) -> None:
    names = [item.name for item in desk.items] + [limit.what for limit in desk.limits]
    names += [word for entry in desk.knowledge for word in (entry.question, *entry.phrasings)]
    if not (card.says or card.goes_on):
        report.warn(
            card.line,
            "card_without_wordings",
            f"来电卡“{card.name}”没有一句话 (a card without words)。请加“说法：…”。",
        )
    free = card.kind == CallerKind.HARASSING or any(moment in _FREE for moment in card.moments)
    for need in card.needs:
        if not free and not any(same(need, name) for name in names):
            report.warn(
                card.line,
                "unknown_need",
                f"来电卡“{card.name}”的诉求“{need}”不是任何一项的名称 (no such item)。请改成名称或常见问题的原句。",
            )
    if not card.needs and card.kind != CallerKind.HARASSING:
        report.warn(
            card.line, "card_without_needs", f"来电卡“{card.name}”没有诉求 (a card without needs)。请加“诉求：…”。"
        )


def _on_facts(card: CallerCard, desk: Desk, report: Report) -> None:
    """A caller in need whose matter needs his identity must know some of it."""
    verified = {item.name for item in desk.items if item.verify}
    if card.kind == CallerKind.HARASSING or not any(need in verified for need in card.needs):
        return
    known = [name for name in desk.verification.fields if any(same(name, fact) for fact in card.facts)]
    if not known and "refuses_identity" not in card.moments:
        report.warn(
            card.line,
            "card_without_identity",
            f"来电卡“{card.name}”要办的事需核验，事实里却没有核验项 (no identity facts)。"
            f"请在“事实”里加“{desk.verification.fields[0]}=…”。",
        )


def _on_copies(card: CallerCard, asked: frozenset[str], report: Report) -> None:
    """A caller who speaks in the desk's own wordings rehearses nothing."""
    copied = next((one for said in card.says.values() for one in said if bare(one) in asked), None)
    if copied is not None:
        report.warn(
            card.line,
            "card_copies_wordings",
            f"来电卡“{card.name}”的“{copied}”跟条目的说法一字不差 (copied wording)。请换一种说法，演练才有用。",
        )
