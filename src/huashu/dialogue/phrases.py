"""Lines of our own for moments no scenario writes down; several wordings each, so that none is said twice running."""

from collections.abc import Sequence

NOTED_NEGATIVE = (
    "给您添麻烦了，您说的我记下了。",
    "很抱歉让您有这样的体验，这一点我记下来了。",
    "是我们没做好，这个情况我如实记下了。",
)
NOTED_POSITIVE = ("谢谢您的肯定。", "听您这么说很高兴，谢谢您。", "谢谢您的认可，我会转告同事。")
NOTED_SUGGESTION = ("您这个建议很好，我记下了。", "谢谢您的建议，我如实记录下来。")
NOTED = ("好的。", "明白了。", "好的，记下了。", "嗯，清楚了。")
NOTED_VALUE = ("好的，{value}，记下了。", "{value}，我记好了。", "明白，{value}。")
CHANGED_VALUE = ("好的，改成{value}，记下了。", "明白，改为{value}。")
NEVER_MIND = ("好的，没关系。", "没事的，不勉强您。", "好的，尊重您的想法。")
TAKE_YOUR_TIME = ("没关系，您可以再考虑一下。", "不着急，您慢慢考虑。")
PATIENT = ("您有顾虑很正常，我再跟您说明一下，", "不着急，我再给您讲一遍，")
PLEASE_TELL = ("好的，您请说，我记一下。", "嗯，您说，我记着。")
WHICH_OF = ("那您看是{first}，还是{second}呢？", "您是选{first}，还是{second}？")
MODEST = ("您客气了。", "不客气，应该的。")
FORGIVEN = ("没关系的。", "您别客气。")
UNDERSTOOD_DOUBT = (
    "您这么想我能理解，您的意见我会如实记下来，有变化会用短信告诉您。",
    "您的顾虑我明白，这次只做记录，后面有改进会短信通知您。",
)
NOT_SELLING = ("您放心，这次不是推销，也不用您办任何业务。", "不是推销，您放心。")
NOT_FRAUD = (
    "您有顾虑很正常，我不会问您密码、验证码，也不需要您转账，您也可以拨打我们的官方客服核实。",
    "您谨慎一点是对的，我们不涉及任何转账和验证码，您可以挂断后通过官方渠道核实。",
)
CALM = (
    "很抱歉打扰到您，您的心情我理解，您的意见我会如实记下来。",
    "实在不好意思，让您不愉快了，您说的我都记着。",
)
ROBOT = ("是的，我是智能语音客服，您说的话我都会如实记录。", "对，我是智能客服，您有要求我会转给人工同事。")
UNKNOWN = (
    "这个问题我先记下来，核实以后请专门的同事答复您。",
    "这一点我手上没有确切的说法，先帮您登记，稍后请同事回复您。",
    "好的，这个也给您记上，核实清楚再答复您。",
)
IF_YOU_ASK = ("您是问{question}，", "您问的是{question}，")
WHICH = ("您是想问{first}，还是{second}？", "您想问的是{first}，还是{second}？")
PASSED_ON = ("您的要求我记下了，会请负责的同事尽快联系您。", "好的，我已经记录，请负责的同事跟您联系。")
AGAIN = ("不好意思，我再说一遍：", "抱歉刚才没说清楚，我是说：")
PLAINER = ("不好意思，我没说清楚，", "我换个说法，")
BACK_TO = ("那刚才想请教您的是，", "回到刚才的问题，")
GO_ON = ("咱们接着说，", "那我接着说，")
ASIDE = ("刚才只是顺带提一句，不要紧的。", "没什么要紧的，就是顺带说一声。")
OFF_TOPIC = ("这个我帮不上您，", "不好意思，这个不在我们的业务里，")
NEUTRAL = "好的，我明白了。"
GOODBYE = ("再见。", "好的，再见。")

CLOSE_DECLINED = "好的，不打扰您了，感谢您的接听，再见。"
CLOSE_DO_NOT_CONTACT = "好的，已经为您登记，今后不再给您打电话。感谢您的接听，再见。"
CLOSE_BUSY = "好的，您先忙，不占用您时间了，感谢您的接听，再见。"
CLOSE_LATER = "好的，那就{when}再跟您联系，您先忙，谢谢您，再见。"
CLOSE_LATER_OPEN = "好的，那改个时间再跟您联系，您先忙，谢谢您，再见。"
CLOSE_AGITATED = "实在抱歉让您不愉快，您的情况我已记下，不打扰您了，感谢您的接听，再见。"
CLOSE_WRONG_PERSON = "不好意思，打扰您了，谢谢您，再见。"
CLOSE_THIRD_PARTY = "好的，那我换个时间再联系本人，谢谢您，打扰了，再见。"
CLOSE_VOICEMAIL = "您好，我们稍后再与您联系，感谢，再见。"
CLOSE_LINE = "不好意思，线路不太清楚，这边先不打扰您了，感谢您的接听，祝您生活愉快，再见。"
CLOSE_DONE = "好的，感谢您的时间和配合，祝您生活愉快，再见。"


def pick(variants: Sequence[str], said: Sequence[str]) -> str:
    """The first wording not used lately; the one used longest ago when all have been."""

    def last_used(variant: str) -> int:
        return max((index for index, line in enumerate(said) if variant in line), default=-1)

    return min(variants, key=last_used)
