"""The ears in a desk's call: every reading of an utterance is made against the same line of ours."""

import re

from huashu.dialogue.desk.state import Asked, DeskCall
from huashu.language import Understander, Understanding


def context_of(call: DeskCall) -> str:
    """The line of ours that his words answer: the bare question that is open, else the last sentence that we said.

    What a question is about (facts read back, results summed up) is left out: it tells nothing of what an answer does.
    """
    pending = call.pending
    if pending is not None and pending.asked in _BARE:
        return _BARE[pending.asked].format(key=pending.key)
    said = call.last_said if pending is None or pending.asked is Asked.NEED else pending.text
    sentences = re.findall(r"[^。？！]+[。？！]?", said)
    questions = [sentence for sentence in sentences if sentence.endswith("？")]
    ordered: list[str] = questions or sentences
    return ordered[-1] if ordered else ""


_BARE = {
    Asked.CONFIRM: "跟您核对一下，对吗？",
    Asked.IDENTITY: "请您报一下{key}，好吗？",
    Asked.MORE: "请问您还有其他需要帮助的吗？",
    Asked.WHICH_FIRST: "咱们先办哪一件？",
    Asked.WHICH_ONE: "您说的是这个，对吗？",
    Asked.KEEP: "您看这样可以吗？",
}
"""Questions without what they are about."""


_ACK = re.compile(
    r"(?:[嗯哦噢啊喔好行对是在喂哎诶，。！\s]|好的|好吧|行吧|可以|没事|没关系|知道了?|明白|谢谢|麻烦(?:你|您)?了?|我?(?:知道|等|等着|等会儿?)|那我等|"
    r"你(?:查|说|讲|办)(?:吧)?|接着说|继续|别太久|快(?:一?点|些)(?:啊|吧)?|抓紧|赶紧|不急|我?赶时间|能?听(?:得)?(?:见|到|清)(?:了|楚)?|现在(?:行|好|可以)了|"
    r"这样(?:行|好|可以)(?:了|吧)?|没什么|写好了?|记好了?|记下了?|记了)+"
)


def is_ack(text: str) -> bool:
    """Whether an utterance is nothing but an acknowledgement, or a word about waiting or hearing."""
    return bool(_ACK.fullmatch(text.strip()))


class SameEars(Understander):
    """Ears that understand whatever they are asked after one ``context``: what was heard once is not heard anew."""

    def __init__(self, ears: Understander, context: str) -> None:
        super().__init__(ears.embedder)
        self._ears = ears
        self._context = context

    def understand(self, text: str, context: str = "") -> Understanding:
        """What ``text`` does, said after the line that these ears were made with."""
        return self._ears.understand(text, self._context)
