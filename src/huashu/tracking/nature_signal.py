"""The signals by which the nature of a call shows, each with the words a supervisor would use for it."""

from enum import StrEnum


class Signal(StrEnum):
    """One kind of evidence about what the caller wants. Values never change once released."""

    ABSURD = "absurd"
    REACTION = "reaction"
    PERFORMANCE = "performance"
    STRANGER = "stranger"
    FLIRT = "flirt"
    MOCKERY = "mockery"
    COMPANY = "company"
    CONFESSION = "confession"
    NO_MATTER = "no_matter"
    DODGE = "dodge"
    REFUSED_HELP = "refused_help"
    SELF_MOCKERY = "self_mockery"
    OFF_BUSINESS = "off_business"
    PLAYFUL = "playful"
    CONTRADICTION = "contradiction"
    RECORD_CONTRADICTS = "record_contradicts"
    WENT_ON = "went_on"
    RECORD_HINT = "record_hint"
    FACT = "fact"
    ACCEPTS = "accepts"
    WORRY = "worry"
    THANKS = "thanks"
    SEEKS_HELP = "seeks_help"
    SERIOUS = "serious"
    RECORD_CONFIRMS = "record_confirms"
    EARNEST = "earnest"

    @property
    def label(self) -> str:
        """What it is called in Chinese."""
        return _LABELS[self]

    @property
    def harassing(self) -> bool:
        """Whether it speaks for harassment; the others speak for a real need."""
        return self not in _GENUINE


_LABELS = {
    Signal.ABSURD: "说法荒诞，不像真实发生",
    Signal.REACTION: "关心坐席的反应胜过问题本身",
    Signal.PERFORMANCE: "表演、逗乐或要坐席表演",
    Signal.STRANGER: "索要名人或他人的号码、要求找名人",
    Signal.FLIRT: "调情或打听坐席私事",
    Signal.MOCKERY: "学舌、取笑坐席",
    Signal.COMPANY: "旁边有人起哄、提示或围观",
    Signal.CONFESSION: "自己说出是玩笑、打赌、测试或消遣",
    Signal.NO_MATTER: "自称没有业务、没有需要",
    Signal.DODGE: "被问到可核实的情况时不答或胡答",
    Signal.REFUSED_HELP: "给出实际办法却不接",
    Signal.SELF_MOCKERY: "拿自己取乐",
    Signal.OFF_BUSINESS: "与业务无关",
    Signal.PLAYFUL: "口气像在戏弄",
    Signal.CONTRADICTION: "前后说法不一",
    Signal.RECORD_CONTRADICTS: "与系统记录不符",
    Signal.WENT_ON: "已告知无法办理，仍不提需要、继续纠缠",
    Signal.RECORD_HINT: "来电情况可疑（仅供参考）",
    Signal.FACT: "说出具体、可核实的事实",
    Signal.ACCEPTS: "接受办理步骤",
    Signal.WORRY: "担心后果",
    Signal.THANKS: "致谢或放心",
    Signal.SEEKS_HELP: "追问怎么办、多久、多少钱",
    Signal.SERIOUS: "说明是认真的或回到正事",
    Signal.RECORD_CONFIRMS: "与系统记录相符",
    Signal.EARNEST: "口气像真有事要办",
}

_GENUINE = frozenset(
    {
        Signal.FACT,
        Signal.ACCEPTS,
        Signal.WORRY,
        Signal.THANKS,
        Signal.SEEKS_HELP,
        Signal.SERIOUS,
        Signal.RECORD_CONFIRMS,
        Signal.EARNEST,
    }
)
