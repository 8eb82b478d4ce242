"""Many telephone calls at once over SIP, on this machine: failures, gaps, the lag of the event loop, time and memory.

    python bench/phone.py [--calls 50] [--seconds 60] [--codec PCMU|PCMA]

sipp places the calls and speaks on each, two seconds of every six; the service answers at once, listens (line, turns)
and speaks a line at every turn. Ears that understand at once and lines that are rendered ahead stand in for the
engines, so that what is measured is the telephone and the pipeline: recognition and synthesis are measured by
``voice.py``. The callers share the machine with the service; the processor time printed is the service's alone.
"""

import argparse
import asyncio
import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

from huashu.call import Action, CallLog, Connected, Event, Heard, Said, Say

if TYPE_CHECKING:
    import numpy as np

    from huashu.voice.ports import Transcript
    from huashu.voice.sip.calls import CallStart, Prepared

LINES = (
    "您好，感谢您接听，我想了解一下您最近的使用感受，可以吗？",
    "好的，我记下了。请问您对上次的处理还满意吗？",
    "明白了，给您添麻烦了。您还有什么想说的吗？",
    "谢谢您告诉我们，我会如实反馈。请问平时什么时候联系您方便？",
)

LAG_S = 0.02
"""How often the lag of the event loop is taken."""


class Turns:
    """Says the next line whenever the caller has spoken."""

    def __init__(self) -> None:
        self.said = 0

    def step(self, event: Event) -> tuple[Action, ...]:
        """A line at the beginning and after each turn of the caller."""
        if not isinstance(event, Connected | Heard):
            return ()
        self.said += 1
        return (Say(text=LINES[self.said % len(LINES)]),)


class Ears:
    """Understands at once."""

    name = "at once"

    def recognise(self, pcm: "np.ndarray[Any, Any]", rate: int, hot_words: tuple[str, ...] = ()) -> "Transcript":
        """The same words whatever was said."""
        from huashu.voice.ports import Transcript

        return Transcript(text="可以的，没什么问题。")


@contextmanager
def turns(start: "CallStart") -> Iterator["Prepared"]:
    """An agent for a call."""
    from huashu.voice.sip.calls import Prepared

    yield Prepared(agent=Turns())


async def serve(port: int) -> None:
    """The service's process: takes calls until SIGTERM, then prints what was measured as one JSON object."""
    from loguru import logger

    from huashu.voice.pipeline.assemble import prepare
    from huashu.voice.pipeline.settings import VoiceSettings
    from huashu.voice.sip.calls import PhoneSettings
    from huashu.voice.sip.serve import PhoneService, ServiceSettings, Told
    from huashu.voice.sip.settings import LineSettings

    logger.remove()
    voice = VoiceSettings(recogniser=Ears(), voice=_rendered())
    await prepare(voice, LINES)
    ended: list[CallLog] = []
    failed: list[str] = []
    most, lags, ready = 0, list[float](), dict[str, Any]()

    def told(what: Told) -> None:
        if what.what == "ready":
            ready.update(usage=resource.getrusage(resource.RUSAGE_SELF), size=_resident())
            print("ready", flush=True)
        elif what.call is not None:
            ended.append(what.call)
        elif what.what == "failed":
            failed.append(what.text)

    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    phone = PhoneSettings(voice=voice, prepare=turns, answer_after=0)
    line = LineSettings(listen=("127.0.0.1", port), most_calls=1000)
    service = PhoneService(ServiceSettings(line=line, phone=phone, grace_s=5), told)
    serving = asyncio.create_task(service.serve(stop))
    while not serving.done():
        began = time.perf_counter()
        await asyncio.sleep(LAG_S)
        if service.calls:
            lags.append(1000 * (time.perf_counter() - began - LAG_S))
            most = max(most, _resident())
    before, after = ready["usage"], resource.getrusage(resource.RUSAGE_SELF)
    print(
        json.dumps(
            {
                "calls": [_measured(log) for log in ended],
                "failed": failed,
                "lags": lags,
                "cpu_s": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
                "idle_bytes": ready["size"],
                "most_bytes": most,
            }
        ),
        flush=True,
    )


def _measured(log: CallLog) -> dict[str, Any]:
    quality = log.extra["sip"]["quality"]
    return {
        "ended": log.extra["sip"]["ended"],
        "seconds": log.events[-1].at / 1000 if log.events else 0,
        "said": sum(isinstance(event, Said) for event in log.events),
        "heard": sum(isinstance(event, Heard) for event in log.events),
        **quality,
    }


def _rendered() -> Any:
    """A voice whose lines are rendered once."""
    from huashu.voice.speaking import open_voice

    voice = open_voice("espeak")
    kept: dict[str, Any] = {}

    class Rendered:
        name, rate = voice.name, voice.rate

        def has(self, text: str) -> bool:
            return text in kept

        def speak(self, text: str) -> Any:
            if text not in kept:
                kept[text] = voice.speak(text)
            return kept[text]

    return Rendered()


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


# The callers


SCENARIO = """<?xml version="1.0" encoding="UTF-8"?><scenario name="caller">
<send retrans="500"><![CDATA[
INVITE sip:[service]@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:caller@[local_ip]:[local_port]>;tag=[pid]t[call_number]
To: <sip:[service]@[remote_ip]:[remote_port]>
Call-ID: [call_id]
CSeq: 1 INVITE
Contact: <sip:caller@[local_ip]:[local_port]>
Max-Forwards: 70
Content-Type: application/sdp
Content-Length: [len]

v=0
o=bench 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [media_ip]
t=0 0
m=audio [rtpstream_audio_port] RTP/AVP {payload}
a=rtpmap:{payload} {codec}/8000
a=sendrecv
]]></send>
<recv response="100" optional="true"/><recv response="180" optional="true"/><recv response="200"/>
<send><![CDATA[
ACK sip:[service]@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:caller@[local_ip]:[local_port]>;tag=[pid]t[call_number]
To: <sip:[service]@[remote_ip]:[remote_port]>[peer_tag_param]
Call-ID: [call_id]
CSeq: 1 ACK
Contact: <sip:caller@[local_ip]:[local_port]>
Max-Forwards: 70
Content-Length: 0

]]></send>
<nop><action><exec rtp_stream="{sound},-1,{payload}"/></action></nop>
<pause milliseconds="{ms}"/>
<send retrans="500"><![CDATA[
BYE sip:[service]@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:caller@[local_ip]:[local_port]>;tag=[pid]t[call_number]
To: <sip:[service]@[remote_ip]:[remote_port]>[peer_tag_param]
Call-ID: [call_id]
CSeq: 2 BYE
Max-Forwards: 70
Content-Length: 0

]]></send>
<recv response="200"/></scenario>"""


def sound_file(folder: Path, codec: str) -> Path:
    """Two seconds of speech in every six, as raw G.711: sox encodes."""
    import numpy as np
    import soundfile

    from huashu.voice.audio import resampled
    from huashu.voice.speaking import open_voice

    voice = open_voice("espeak:male")
    spoken = resampled(voice.speak("可以的，没什么问题，你说吧。"), voice.rate, 8000)[:16_000]
    wav = folder / "caller.wav"
    soundfile.write(
        wav, np.concatenate((spoken, np.zeros(48_000 - len(spoken), dtype=np.int16))), 8000, subtype="PCM_16"
    )
    raw = folder / "caller.raw"
    law = "u-law" if codec == "PCMU" else "a-law"
    subprocess.run(["sox", str(wav), "-t", "raw", "-e", law, "-b", "8", str(raw)], check=True)
    return raw


def place(folder: Path, port: int, calls: int, seconds: int, codec: str) -> int:
    """Place the calls with sipp; how many failed."""
    payload = {"PCMU": 0, "PCMA": 8}[codec]
    told = SCENARIO.format(payload=payload, codec=codec, sound=sound_file(folder, codec), ms=1000 * seconds)
    (folder / "caller.xml").write_text(told, "utf-8")
    command = ["sipp", f"127.0.0.1:{port}", "-sf", str(folder / "caller.xml"), "-i", "127.0.0.1", "-s", "desk"]
    command += ["-m", str(calls), "-l", str(calls), "-r", "10", "-nostdin", "-trace_stat", "-fd", "5"]
    command += ["-stf", str(folder / "stat.csv"), "-timeout", f"{seconds + 60}s"]
    subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)
    rows = [row.split(";") for row in (folder / "stat.csv").read_text("utf-8").splitlines()]
    last = dict(zip(rows[0], rows[-1], strict=False))
    return calls - int(last["SuccessfulCall(C)"])


def free_port() -> int:
    """A UDP port that nobody has now."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def run(calls: int, seconds: int, codec: str) -> tuple[dict[str, Any], int]:
    """What the service measured, and how many calls failed for the callers."""
    port = free_port()
    command = [sys.executable, "-W", "ignore", __file__, "--serve", str(port)]
    service = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert service.stdout is not None
    try:
        while (line := service.stdout.readline()) and line.strip() != "ready":
            pass
        with tempfile.TemporaryDirectory() as folder:
            failed = place(Path(folder), port, calls, seconds, codec)
        time.sleep(1)
        service.send_signal(signal.SIGTERM)
        measured = json.loads(service.stdout.readline())
    finally:
        service.kill()
        service.wait()
    return measured, failed


def report(measured: dict[str, Any], failed: int, calls: int) -> None:
    """Print it."""
    ended, lags = measured["calls"], measured["lags"]
    cut = quantiles(lags, n=1000) if len(lags) > 1 else [0.0] * 999
    total = sum(call["seconds"] for call in ended) or 1
    heard = sum(call["frames"]["heard"] for call in ended)
    lost = sum(call["frames"]["lost"] for call in ended)
    megabytes = (measured["most_bytes"] - measured["idle_bytes"]) / 2**20
    turns_each = [call["heard"] for call in ended] or [0]
    print(f"calls                     {calls}, {total / max(1, len(ended)):.0f} s each, {len(ended)} logs")
    print(f"failed for the callers    {failed}; for us {len(measured['failed'])} {measured['failed'][:3]}")
    print(f"not ended by the caller   {sum(call['ended'] != 'by_peer' for call in ended)}")
    print(f"turns heard a call        median {median(turns_each):.0f}, least {min(turns_each)}")
    print(f"packets sent              {sum(call['sent'] for call in ended)}")
    print(f"starved packets           {sum(call['starved'] for call in ended)}")
    print(f"frames heard / missing    {heard} / {lost} ({100 * lost / max(1, heard + lost):.2f} %)")
    print(
        f"loop lag, ms              median {median(lags or [0]):.1f}, 99 % {cut[989]:.1f}, most {max(lags or [0]):.1f}"
    )
    print(f"processor, one core       {100 * measured['cpu_s'] / total:.2f} % a call ({measured['cpu_s']:.1f} s)")
    print(f"memory                    {megabytes / calls:.2f} MiB a call ({measured['most_bytes'] / 2**20:.0f} in all)")


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=50)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--codec", choices=("PCMU", "PCMA"), default="PCMU")
    parser.add_argument("--serve", type=int, metavar="PORT", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        asyncio.run(serve(options.serve))
        os._exit(0)
    for program in ("sipp", "sox"):
        if shutil.which(program) is None:
            sys.exit(f"{program} is not installed (Debian: sip-tester, sox)")
    measured, failed = run(options.calls, options.seconds, options.codec)
    report(measured, failed, options.calls)


if __name__ == "__main__":
    main()
