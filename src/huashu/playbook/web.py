"""What a web page or a chat window leaves around a document: adverts, licences, navigation, polite chatter."""

import re
from collections.abc import Sequence

from huashu.playbook.layout import Line

_PAGE = re.compile(
    r"^(?:(?:本文|文章|资料|内容|图片)?(?:来源|出处)[:：]|(?:责任)?编辑[:：]|作者[:：]|发布(?:时间|日期|"
    r"于)?[:：]|更新(?:时间|日期)[:：]|(?:阅读|浏览|点击|下载)(?:量|次数|数)[:：]?\s*\d|"
    r"版权(?:声明|所有|归)|免责声明|相关(?:推荐|阅读|文章|文档|资料|下载)|猜你喜欢|为您推荐|热门(?:推荐|文章|"
    r"文档|搜索)|上一[篇页]|下一[篇页]|返回(?:顶部|首页|列表)|"
    r"(?:首页|主页)\s*(?:[>»/|›]|$)|当前位置|您(?:的|当前)?所?在位置|登录(?:[|/ ]|$)|注册(?:[|/ ]|$)|分享到|"
    r"点赞|收藏本|扫(?:码|一扫|描)|关注(?:我们|公众号|微信)|微信(?:公众号|扫一扫)|"
    r"(?:点击|立即|免费)下载|下载(?:本文|文档|全文|地址|后)|本(?:文档|站|网站|资料|模板)(?:由|来自|所有|内容|"
    r"一经|不)|文档(?:一经|来自|由)|如有侵权|侵权(?:必究|联系|请)|转载(?:请|须|自)|未经(?:授权|许可|允许)|"
    r"(?:ICP|京ICP|沪ICP|粤ICP|浙ICP|[\u4e00-\u9fff]ICP)备|Copyright|©|\(c\)\s*\d{4}|All\s+rights\s+reserved|"
    r"(?:https?://|www\.)\S+$|VIP|开通会员|成为会员|付费(?:阅读|下载)|"
    r"\[?广告\]?\s*$|赞助|评论(?:区|\(|（|\s*\d)|网友评论|我要评论|标签[:：]|关键词[:：]|分类[:：]|字数[:：]|"
    r"\d+\s*(?:人|次)(?:阅读|浏览|下载|收藏|点赞)|第\s*\d+\s*页|共\s*\d+\s*页|[-—]\s*\d+\s*[-—]$|展开全文|"
    r"阅读全文|查看更多|加载更多)",
    re.IGNORECASE,
)
_CHAT = re.compile(
    r"^(?:(?:好的|当然|没问题|可以)[，,。！!：:].{0,30}(?:以下|下面|这是|为您|为你)|(?:以下|下面|这)(?:是|"
    r"为)(?:为您|为你|一份|一个|根据|按照|我|您|生成|整理|完整)|以上(?:就是|是|为|内容|即为?|文档|话术|剧本|"
    r"设定)|"
    r"希望(?:以上|这[份些个]|对[您你]|能)|(?:如果?|若)(?:您|你)?(?:还)?(?:有|需要?|想).{0,20}(?:调整|修改|补充|"
    r"优化|定制|其他|进一步).{0,24}(?:告诉我|告知|联系|说|提出|提供|随时|反馈|。|！)?$|祝(?:您|你)使用愉快|"
    r"(?:here is|here's|sure[,!]|certainly|let me know|hope this))",
    re.IGNORECASE,
)


def boilerplate(line: Line) -> bool:
    """Whether a line stands in the document only because it was copied from somewhere."""
    if line.blank or line.rule or line.indent > 1 or line.level or line.table or line.strong:
        return False
    return bool(_PAGE.match(line.text)) or (not line.listed and bool(_CHAT.match(line.text)))


def tail_begins(lines: Sequence[Line], last_head: int) -> int:
    """Where the web page's tail begins: the first such line after the last heading, or the end."""
    return next((at for at in range(last_head + 1, len(lines)) if boilerplate(lines[at])), len(lines))
