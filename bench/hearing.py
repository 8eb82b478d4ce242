"""How well and how fast speech is recognised: sentences of telephone Mandarin, spoken by several packaged voices, over
lines made bad on purpose. Prints the character error rate of each line with its spread over voices (lowest and highest)
and n, the milliseconds an utterance (median, 10th to 90th percentile, n), short answers heard exactly, hot words heard
with and without being told of them, and how often noise gave words.

Synthetic speech is easier than people are: these figures compare settings, they promise nothing.

Run: ``python bench/hearing.py [--recogniser SPEC] [--voices N] [--every N]``; a quarter of an hour with everything.
"""

import argparse
import statistics
import time
import warnings
from collections.abc import Iterator, Sequence

import numpy as np

from huashu.language.normalise import normalise
from huashu.voice.audio import FRAME_MS, TELEPHONE_HZ, WIDE_HZ, resampled
from huashu.voice.hearing import open_recogniser, warm_up
from huashu.voice.hearing.guard import Bounds
from huashu.voice.hearing.tidy import letters
from huashu.voice.line.degrade import DegradedLine
from huashu.voice.line.level import speech_dbfs
from huashu.voice.line.noises import NoiseKind, noise
from huashu.voice.line.spec import degradation_of
from huashu.voice.ports import Recogniser
from huashu.voice.speaking.catalogue import open_voice

VOICES = ("trial:female", "trial:male", "trial:female-2", "trial:male-2", "espeak:male")
LINES = {
    "clean, 16 kHz": "clean",
    "G.711 μ-law": "level:-26,mulaw",
    "babble 15 dB": "noise:babble:15,level:-26,mulaw",
    "babble 10 dB": "noise:babble:10,level:-26,mulaw",
    "babble 5 dB": "noise:babble:5,level:-26,mulaw",
    "white 10 dB": "noise:white:10,level:-26,mulaw",
    "5 % loss": "level:-26,mulaw,loss:5",
}
SENTENCES = """
您好，请问您是哪里
我现在在外面，说话不太方便
麻烦您过半个小时再打给我
这个号码你们是从哪里拿到的
我没有办过你说的这个业务
上个月的账单怎么多了三十块钱
能不能先帮我查一下余额
我已经等了两天了，一点消息都没有
你刚才说的那个优惠再讲一遍
太贵了，我觉得不划算
我得回去跟我爱人商量一下
你们那边几点下班
星期六上午有人上班吗
明天下午两点半可以吗
那就后天早上九点以后过来吧
我住在六号楼二单元一千零三室
门口没有门铃，到了给我打电话
我的手机号是幺五八六六零三七二九幺
验证码我没有收到
收件人写我妈的名字就行
快递放到小区门口的柜子里
东西收到的时候包装就已经破了
我要求退货，不想换新的
退回来的钱是到原来的卡里吗
师傅昨天来过，可是没有修好
打开以后有很大的响声
冰箱里面的灯不亮了
家里一直断网，路由器的灯是红的
我试过重新启动，没有用
你能不能找一个懂技术的人来
我想找你们领导反映一下情况
这已经是我第三次打电话了
你们要是再不处理我就去投诉
态度倒是挺好的，就是太慢了
我年纪大了，手机上不会弄
你说慢一点，我拿笔记一下
听不清楚，你那边声音有点小
刚才信号不好，你再说一遍
行，那我等你们的电话
好的，就这样吧，谢谢你
我不需要，以后不要再打了
我正在开车，不方便接电话
你打错了，这里没有这个人
他出差去了，下个星期才回来
是我女儿的名字办的
身份证号码能不说吗
我怎么知道你不是骗子
那你先发一个短信过来我看看
合同什么时候到期
提前解约要付多少钱
不用了，我换别家了
可以，那你帮我登记一下
下个月再说吧，现在手头有点紧
我昨天已经还过了，你查一下
这个费用是怎么算出来的
发票能开公司的抬头吗
会员积分什么时候清零
我想改一下预约的时间
孩子发烧了，今天去不了
麻烦你帮我取消掉
还有别的时间可以选吗
地址写错了，应该是解放路八十八号
对，就是上次来的那位师傅
没有别的问题了，再见
""".split()
ANSWERS = "对 好 好的 行 是的 喂 不用 没有 不是 可以 谢谢 再见 什么 你说 我在听 好吧 知道了 不用了谢谢".split()
HOT = {
    "我叫戚文曜": "戚文曜",
    "找一下栾静怡": "栾静怡",
    "我是褚云帆的爱人": "褚云帆",
    "户主叫岳明轩": "岳明轩",
    "是简若彤女士的快递": "简若彤",
    "麻烦转给柏嘉树": "柏嘉树",
    "你们是霁川家政吗": "霁川家政",
    "我在橙舟商城下的单": "橙舟商城",
    "我家装的是翎羽宽带": "翎羽宽带",
    "那个星岚畅听包怎么取消": "星岚畅听包",
    "我想退掉麦芒会员": "麦芒会员",
    "暖屿热水器不出热水": "暖屿热水器",
    "机顶盒没有信号": "机顶盒",
    "免赔额是多少": "免赔额",
    "我要办呼叫转移": "呼叫转移",
    "滞纳金怎么算的": "滞纳金",
}


def sent(pcm: np.ndarray, line: str, seed: int) -> tuple[np.ndarray, int]:
    """``pcm`` at 16 kHz as it arrives over ``line``, and its rate: 8 kHz where the line is a telephone."""
    rate = TELEPHONE_HZ if "law" in line else WIDE_HZ
    pcm = resampled(pcm, WIDE_HZ, rate)
    size = rate * FRAME_MS // 1000
    pcm = np.concatenate([np.zeros(10 * size, np.int16), pcm, np.zeros(10 * size + -len(pcm) % size, np.int16)])
    made = DegradedLine(rate, degradation_of(line), np.random.default_rng(seed), speech_dbfs=speech_dbfs(pcm, rate))
    return np.concatenate([made.frame(pcm[at : at + size]) for at in range(0, len(pcm), size)]), rate


def spoken(texts: Sequence[str], voices: Sequence[str]) -> dict[str, list[np.ndarray]]:
    """Every text by every voice, at 16 kHz."""
    made = {}
    for name in voices:
        voice = open_voice(name, kept=True)
        made[name] = [resampled(voice.speak(text), voice.rate, WIDE_HZ) for text in texts]
    return made


def plain(text: str) -> str:
    """What is compared: numbers as figures, letters only, 他/她/它 as one."""
    return letters(normalise(text)).replace("她", "他").replace("它", "他")


def errors(said: str, heard: str) -> int:
    """Characters inserted, left out or mistaken."""
    row = list(range(len(heard) + 1))
    for i, a in enumerate(said, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(heard, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]


def accuracy(recogniser: Recogniser, texts: Sequence[str], made: dict[str, list[np.ndarray]]) -> None:
    """Character error rates and times, line by line."""
    for name, line in LINES.items():
        rates, times = [], []
        for voice, sounds in made.items():
            wrong = length = 0
            for seed, (text, pcm) in enumerate(zip(texts, sounds, strict=True)):
                arrived, rate = sent(pcm, line, seed)
                start = time.perf_counter()
                heard = recogniser.recognise(arrived, rate).text
                times.append(1000 * (time.perf_counter() - start))
                said = plain(text)
                wrong += min(errors(said, plain(heard)), len(said))
                length += len(said)
            rates.append((100 * wrong / length, voice))
        own = [rate for rate, voice in rates if voice.startswith("trial")]
        others = " ".join(f"{voice} {rate:.1f} %" for rate, voice in rates if not voice.startswith("trial"))
        low, high = np.percentile(times, [10, 90])
        print(
            f"{name:<14} CER median {statistics.median(own):5.1f} %  {min(own):5.1f} to {max(own):5.1f}  "
            f"n = {len(texts) * len(own)}   {others}   "
            f"{statistics.median(times):5.0f} ms  {low:5.0f} to {high:5.0f}  n = {len(times)}",
            flush=True,
        )


def exact(recogniser: Recogniser, voices: Sequence[str]) -> None:
    """How many answers of a word or two are heard exactly."""
    made = spoken(ANSWERS, voices)
    for name in ("G.711 μ-law", "babble 10 dB"):
        pairs = [
            (text, *sent(pcm, LINES[name], seed))
            for sounds in made.values()
            for seed, (text, pcm) in enumerate(zip(ANSWERS, sounds, strict=True))
        ]
        right = sum(plain(recogniser.recognise(pcm, rate).text) == plain(text) for text, pcm, rate in pairs)
        print(f"short answers  {name:<14} {100 * right / len(pairs):5.1f} % exact   n = {len(pairs)}", flush=True)


def hot_words(recogniser: Recogniser, voices: Sequence[str]) -> None:
    """How many names and products are written right, told of all of them or of none."""
    made = spoken(tuple(HOT), voices)
    words = tuple(HOT.values())
    for name in ("G.711 μ-law", "babble 10 dB"):
        for told in ((), words):
            right = total = 0
            for sounds in made.values():
                for seed, (word, pcm) in enumerate(zip(words, sounds, strict=True)):
                    right += word in recogniser.recognise(*sent(pcm, LINES[name], seed), told).text
                    total += 1
            label = "told" if told else "not told"
            print(f"hot words      {name:<14} {label:<9} {100 * right / total:5.1f} % right   n = {total}", flush=True)


def noises() -> Iterator[np.ndarray]:
    """Sounds of a telephone line in which nobody speaks to it."""
    for seed, kind in enumerate(kind for kind in NoiseKind if kind not in (NoiseKind.BABBLE, NoiseKind.TV)):
        made = noise(kind, TELEPHONE_HZ, np.random.default_rng(seed))
        for level, length in ((100.0, 0.6), (1_000.0, 1.5), (4_000.0, 4.0)):
            yield (level * made[: int(length * TELEPHONE_HZ)]).clip(-32_000, 32_000).astype(np.int16)


def quiet(recogniser: Recogniser) -> None:
    """How often noise gives words."""
    heard = [recogniser.recognise(pcm, TELEPHONE_HZ).text for pcm in noises()]
    print(f"noise          {sum(map(bool, heard))} of {len(heard)} gave words: {'、'.join(filter(None, heard))}")


def main() -> None:
    """Everything, or less of it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--recogniser", default="trial")
    asked.add_argument("--voices", type=int, default=len(VOICES))
    asked.add_argument("--every", type=int, default=1, help="only every n-th sentence")
    asked.add_argument("--threads", type=int, default=2)
    options = asked.parse_args()
    warnings.simplefilter("ignore")
    recogniser = open_recogniser(options.recogniser, threads=options.threads, bounds=Bounds(within_s=60))
    start = time.perf_counter()
    warm_up(recogniser)
    print(f"{recogniser.name}: loaded in {time.perf_counter() - start:.1f} s, {options.threads} threads")
    voices, texts = VOICES[: options.voices], SENTENCES[:: options.every]
    accuracy(recogniser, texts, spoken(texts, voices))
    own = [voice for voice in voices if voice.startswith("trial")]
    exact(recogniser, own)
    hot_words(recogniser, own)
    quiet(recogniser)


if __name__ == "__main__":
    main()
