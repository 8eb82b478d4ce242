"""Small courtesies that would otherwise go unanswered: thanks, praise, an apology, a word off the matter (S3.10)."""

from huashu.call import Act
from huashu.dialogue import phrases
from huashu.dialogue.behaviours.steps import go_on
from huashu.dialogue.phrases import pick
from huashu.dialogue.state import CallState, Context, Moment, Step

_COURTESIES = (
    (frozenset({Act.THANKS, Act.PRAISE}), phrases.MODEST),
    (frozenset({Act.APOLOGY}), phrases.FORGIVEN),
    (frozenset({Act.OFF_TOPIC, Act.PRANK, Act.FLIRT}), phrases.OFF_TOPIC),
)


def etiquette(call: CallState, moment: Moment, ctx: Context) -> Step | None:
    """Answer a courtesy that comes alone, and go on."""
    acts = set(moment.heard.acts)
    for courtesy, variants in _COURTESIES:
        if acts and acts <= courtesy:
            return go_on(call, moment, ctx, lead=pick(variants, call.said))
    return None
