"""All the checks, and what they find in a document."""

from collections.abc import Callable, Iterable, Mapping

from huashu.authoring import asking, ending, keeping, knowledge, profile, promising, reaching, timing
from huashu.authoring.advice import Advice, Found, Severity, advice
from huashu.authoring.draft import Draft

CHECKS: Mapping[str, Callable[[Draft], Iterable[Found]]] = {
    check.__name__: check
    for check in (
        reaching.condition_unread,
        reaching.same_condition,
        reaching.repeated_line,
        reaching.early_goodbye,
        reaching.after_goodbye,
        asking.title_without_question,
        asking.several_questions,
        asking.choice_without_options,
        asking.already_known,
        knowledge.contradicting_answers,
        knowledge.repeated_question,
        knowledge.overlapping_questions,
        timing.long_line,
        timing.over_promised_time,
        promising.forbidden_contact,
        promising.call_after_refusal,
        promising.forbidden_topic,
        promising.unwelcome_selling,
        keeping.breaks_standard,
        profile.unused_field,
        profile.unfilled_blank,
        ending.refusal_not_ended,
        ending.busy_not_ended,
        ending.leaving_without_closing,
        ending.opening_without_who,
        ending.opening_without_why,
        ending.other_callee,
        ending.few_sayings,
    )
}
"""Every check of a draft by the code of its advice."""

_ORDER = tuple(Severity)


def advise(draft: Draft) -> tuple[Advice, ...]:
    """All advice about a draft, by line and then by weight. Pure: the same draft gets the same advice."""
    return _sorted(advice(code, found) for code, check in CHECKS.items() for found in check(draft))


def _sorted(found: Iterable[Advice]) -> tuple[Advice, ...]:
    return tuple(sorted(set(found), key=lambda one: (one.line, _ORDER.index(one.severity), one.code, one.message)))
