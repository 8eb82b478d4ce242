"""From the operators about a line, an event or the call that a clause file writes down to those that judge."""

from typing import assert_never

from huashu.call import Side
from huashu.standard.document_leaf import (
    CallDoc,
    ClearDoc,
    ConnectedDoc,
    HangsUpDoc,
    HoldDoc,
    InHoldDoc,
    InterruptsDoc,
    KeysDoc,
    KnownDoc,
    LikeDoc,
    OnHoldDoc,
    PauseDoc,
    PlacedDoc,
    RepeatsDoc,
    RespondsDoc,
    RingsDoc,
    SaysDoc,
    SilentDoc,
    SoundDoc,
    SoundsDoc,
    SpeaksDoc,
    TalksDoc,
    TalkShareDoc,
    TransfersDoc,
    WordsDoc,
)
from huashu.standard.meaning import AT_LEAST, Meanings, breaking
from huashu.standard.operator import (
    Call,
    Clear,
    HangsUp,
    Happening,
    Hold,
    Keys,
    Known,
    OnHold,
    Operator,
    Rings,
    Silent,
    Sounds,
    TalkShare,
    Transfers,
)
from huashu.standard.spoken import (
    Connected,
    InHold,
    Interrupts,
    Like,
    Pause,
    Placed,
    Repeats,
    Responds,
    Says,
    Sound,
    Speaks,
    Spoken,
    Talks,
    Words,
)

_SpokenDoc = (
    PauseDoc
    | RespondsDoc
    | InterruptsDoc
    | RepeatsDoc
    | TalksDoc
    | SpeaksDoc
    | SoundDoc
    | PlacedDoc
    | InHoldDoc
    | ConnectedDoc
)
_HappeningDoc = (
    SilentDoc
    | SoundsDoc
    | HangsUpDoc
    | OnHoldDoc
    | HoldDoc
    | RingsDoc
    | TransfersDoc
    | KeysDoc
    | KnownDoc
    | CallDoc
    | ClearDoc
)


class UnknownMeaningError(ValueError):
    """A clause names a meaning that nobody defined."""


def leaf_of(doc: SaysDoc | _SpokenDoc | _HappeningDoc, meanings: Meanings) -> Operator:
    """The operator that ``doc`` writes down. Raises ``UnknownMeaningError``."""
    match doc:
        case SaysDoc():
            return _says(doc, meanings)
        case (
            PauseDoc()
            | RespondsDoc()
            | InterruptsDoc()
            | RepeatsDoc()
            | TalksDoc()
            | SpeaksDoc()
            | SoundDoc()
            | PlacedDoc()
            | InHoldDoc()
            | ConnectedDoc()
        ):
            return _spoken(doc)
        case _:
            return _happening(doc)


def _says(doc: SaysDoc, meanings: Meanings) -> Says:
    for name in doc.means or ():
        if name not in meanings:
            raise UnknownMeaningError(name)
    return Says(
        who=_side(doc.who),
        means=(
            *(meanings[name] for name in doc.means or ()),
            *(breaking(rule, doc.sure or AT_LEAST) for rule in doc.breaks or ()),
        ),
        acts=tuple(doc.acts or ()),
        sure=doc.sure,
        pattern=doc.pattern,
        words=None if doc.words is None else _words(doc.words),
        entity=tuple(doc.entity or ()),
        like=None if doc.like is None else _like(doc.like),
        longer_than=doc.longer_than,
        shorter_than=doc.shorter_than,
        faster_than=doc.faster_than,
        slower_than=doc.slower_than,
        uses_profile=doc.uses_profile,
    )


def _words(doc: WordsDoc) -> Words:
    return Words(
        every=tuple(doc.all or ()),
        some=tuple(doc.any or ()),
        none=tuple(doc.none or ()),
        within=doc.within,
        in_order=doc.in_order,
    )


def _like(doc: LikeDoc) -> Like:
    return Like(examples=tuple(doc.examples), unlike=tuple(doc.unlike), at_least=doc.at_least)


def _spoken(doc: _SpokenDoc) -> Spoken:
    match doc:
        case PauseDoc():
            return Pause(before=doc.before, longer_than=doc.longer_than)
        case RespondsDoc():
            return Responds(who=Side(doc.who), later_than=doc.later_than, sooner_than=doc.sooner_than)
        case InterruptsDoc():
            return Interrupts(who=doc.who, by=doc.by)
        case RepeatsDoc():
            return Repeats(who=doc.who, longer_than=doc.longer_than, times=doc.times, similar=doc.similar)
        case TalksDoc():
            return Talks(who=_side(doc.who), longer_than=doc.longer_than)
        case SpeaksDoc():
            return Speaks(
                who=Side(doc.who),
                faster_than=doc.faster_than,
                slower_than=doc.slower_than,
                on_average=doc.on_average,
            )
        case SoundDoc():
            return _sound(doc)
        case PlacedDoc():
            return Placed(who=_side(doc.who), first=doc.first, last=doc.last)
        case InHoldDoc():
            return InHold(who=_side(doc.who))
        case ConnectedDoc():
            return Connected()
        case _:
            assert_never(doc)


def _sound(doc: SoundDoc) -> Sound:
    return Sound(
        who=_side(doc.who),
        quieter_than=doc.quieter_than,
        louder_than=doc.louder_than,
        noise_above=doc.noise_above,
        snr_below=doc.snr_below,
        clipped=doc.clipped,
        echo=doc.echo,
    )


def _happening(doc: _HappeningDoc) -> Happening:
    match doc:
        case SilentDoc():
            return Silent(by=doc.by, at_least=doc.at_least)
        case SoundsDoc():
            return Sounds(at_least=doc.at_least)
        case HangsUpDoc():
            return _hangs_up(doc)
        case OnHoldDoc():
            return OnHold(longer_than=doc.longer_than)
        case HoldDoc():
            return Hold(longer_than=doc.longer_than)
        case RingsDoc():
            return Rings(more_than=doc.more_than, fewer_than=doc.fewer_than)
        case TransfersDoc():
            return Transfers(to=doc.to)
        case KeysDoc():
            return Keys(who=_side(doc.who), digits=doc.digits)
        case KnownDoc():
            return Known(profile=doc.profile, kind=doc.kind, deeds=bool(doc.deeds))
        case CallDoc():
            return _call(doc)
        case ClearDoc():
            return Clear(since=doc.since)
        case _:
            assert_never(doc)


def _hangs_up(doc: HangsUpDoc) -> HangsUp:
    return HangsUp(by=doc.by, sooner_than=doc.sooner_than, later_than=doc.later_than, after_word_of=doc.after_word_of)


def _call(doc: CallDoc) -> Call:
    return Call(
        direction=doc.direction,
        agent=doc.agent,
        kind=doc.kind,
        longer_than=doc.longer_than,
        shorter_than=doc.shorter_than,
        talk_share=None if doc.talk_share is None else _share(doc.talk_share),
        meta=tuple((doc.meta or {}).items()),
        records=doc.records,
        ends=doc.ends,
        whole=doc.whole,
    )


def _share(doc: TalkShareDoc) -> TalkShare:
    return TalkShare(who=Side(doc.who), more_than=doc.more_than, less_than=doc.less_than)


def _side(who: str) -> Side | None:
    return None if who == "anyone" else Side(who)
