"""Real peers on 127.0.0.1 for tests of the telephone: sipp, a telephone of ours in its own process, free ports."""

import json
import math
import shutil
import socket
import subprocess
import sys
import time
import wave
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

import pytest

needs_sipp = pytest.mark.skipif(shutil.which("sipp") is None, reason="sipp is not installed (Debian: sip-tester)")

PROCESS = Path(__file__).with_name("sip_process.py")

SERVICE = Path(__file__).with_name("sip_service.py")

PATIENCE_S = 30.0
"""So long a test waits for anything; how long it really took decides nothing."""


def free_port() -> int:
    """A UDP port that nobody has now."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def stop(process: "subprocess.Popen[str]") -> None:
    """End a process that we started."""
    if process.poll() is None:
        process.kill()
    process.wait(10)
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            stream.close()


class Phone:
    """A process that tells what happens as JSON lines and takes commands the same way."""

    def __init__(self, command: Sequence[str], log: Path) -> None:
        self._log = log.open("w", encoding="utf-8")
        self.process = subprocess.Popen(
            list(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, text=True
        )
        self.events: list[dict[str, Any]] = []
        self._queue: Queue[dict[str, Any]] = Queue()
        Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith("{"):
                self._queue.put(json.loads(line))

    def do(self, what: str, call: str = "", **more: Any) -> None:
        """Give a command."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"do": what, "call": call, **more}) + "\n")
        self.process.stdin.flush()

    def wait(self, kind: str, **match: Any) -> dict[str, Any]:
        """The first event of ``kind`` (seen already or to come) with these values; each event is returned once."""
        end = time.monotonic() + PATIENCE_S
        seen = 0
        while True:
            for index, event in enumerate(self.events[seen:], seen):
                if event["event"] == kind and all(event.get(name) == value for name, value in match.items()):
                    return self.events.pop(index)
            seen = len(self.events)
            try:
                self.events.append(self._queue.get(timeout=max(0.0, end - time.monotonic())))
            except Empty:
                raise AssertionError(f"no {kind} {match} in {self.events}") from None

    def dial(self, to: str) -> str:
        """Have it call ``to``; the name of the call."""
        self.do("dial", to=to)
        return str(self.wait("dialled", to=to)["call"])

    def close(self) -> None:
        """Stop it."""
        stop(self.process)
        self._log.close()


@contextmanager
def phone(folder: Path, *, program: Path = PROCESS, **options: Any) -> Iterator[Phone]:
    """A test telephone: see ``sip_process.Telephone`` (or the ``program``) for ``options``."""
    command = [sys.executable, "-W", "ignore", str(program), json.dumps(options)]
    started = Phone(command, folder / f"phone-{time.monotonic_ns()}.log")
    try:
        started.wait("ready")
        yield started
    finally:
        started.close()


SDP = """v=0
o=test 1 {version} IN IP4 [local_ip]
s=-
c=IN IP4 [media_ip]
t=0 0
m=audio {port} RTP/AVP {payload} 101
a=rtpmap:{payload} {codec}/8000
a=rtpmap:101 telephone-event/8000
a=fmtp:101 0-15
a={direction}
"""


def sdp(
    codec: str = "PCMU", direction: str = "sendrecv", version: int = 1, port: str = "[rtpstream_audio_port]"
) -> str:
    """A session description of one codec."""
    payload = {"PCMU": 0, "PCMA": 8}[codec]
    return SDP.format(version=version, payload=payload, codec=codec, direction=direction, port=port)


def request(method: str, cseq: int, body: str = "", *, in_dialog: bool = True) -> str:
    """A request of the calling side."""
    to = "[peer_tag_param]" if in_dialog else ""
    typed = "Content-Type: application/sdp\n" if body else ""
    again = "" if method == "ACK" else ' retrans="500"'
    return f"""<send{again}><![CDATA[
{method} sip:[service]@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:[caller]@[local_ip]:[local_port]>;tag=[pid]t[call_number]
To: <sip:[service]@[remote_ip]:[remote_port]>{to}
Call-ID: [call_id]
CSeq: {cseq} {method}
Contact: <sip:[caller]@[local_ip]:[local_port]>
Max-Forwards: 70
{typed}Content-Length: [len]

{body}]]></send>"""


def response(status: str, body: str = "", more: str = "", *, in_dialog: bool = False) -> str:
    """An answer of the called side to the last request."""
    typed = "Content-Type: application/sdp\n" if body else ""
    tag = "" if in_dialog else ";tag=[pid]u[call_number]"
    again = ' retrans="500"' if status[0] in "2456" and not in_dialog else ""
    return f"""<send{again}><![CDATA[
SIP/2.0 {status}
[last_Via:]
[last_From:]
[last_To:]{tag}
[last_Call-ID:]
[last_CSeq:]
Contact: <sip:[local_ip]:[local_port]>
{more}{typed}Content-Length: [len]

{body}]]></send>"""


def pause(ms: int) -> str:
    """Wait."""
    return f'<pause milliseconds="{ms}"/>'


def got(request_or_status: str | int, *, optional: bool = False) -> str:
    """Receive a request or a response."""
    kind = "response" if isinstance(request_or_status, int) else "request"
    return f'<recv {kind}="{request_or_status}"{" optional=" + chr(34) + "true" + chr(34) if optional else ""}/>'


def act(action: str) -> str:
    """Let sipp do something beside the messages."""
    return f"<nop><action><exec {action}/></action></nop>"


RINGS = got(100, optional=True) + got(180, optional=True) + got(183, optional=True)

INVITED = got("INVITE")


def call_in(*middle: str, codec: str = "PCMU", bye: bool = True) -> tuple[str, ...]:
    """A whole call of the calling side: ``middle`` happens once it is answered."""
    begin = (request("INVITE", 1, sdp(codec), in_dialog=False), RINGS, got(200), request("ACK", 1))
    return (*begin, *middle, *((request("BYE", 9), got(200)) if bye else ()))


@contextmanager
def sipp(
    folder: Path, steps: Sequence[str], *options: str, to: int | None = None, port: int = 0, caller: str = "13800001234"
) -> Iterator["subprocess.Popen[str]"]:
    """sipp running ``steps``: against the telephone at port ``to``, or waiting at ``port``; one call unless told."""
    stamp = time.monotonic_ns()
    scenario = folder / f"scenario-{stamp}.xml"
    head = '<?xml version="1.0" encoding="UTF-8"?><scenario name="test">'
    scenario.write_text(f"{head}{''.join(steps)}</scenario>", "utf-8")
    port = port or free_port()
    command = ["sipp", *([f"127.0.0.1:{to}"] if to else []), "-sf", str(scenario), "-i", "127.0.0.1", "-p", str(port)]
    command += ["-s", "desk", "-key", "caller", caller, "-nostdin", "-timeout", "60s", "-timeout_error"]
    command += ["-trace_err", "-error_file", str(folder / f"sipp-{stamp}.err")]
    command += options if "-m" in options else [*options, "-m", "1"]
    nothing = subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=nothing, stderr=nothing, stdin=nothing, cwd=folder, text=True)
    try:
        yield process
    finally:
        stop(process)


def finished(process: "subprocess.Popen[str]") -> int:
    """The exit code of a sipp that ends by itself: 0 when all its calls went as its scenario says."""
    return process.wait(PATIENCE_S)


def tone_file(folder: Path, hz: int = 440, codec: str = "PCMU", seconds: float = 8.0) -> Path:
    """A tone as raw G.711, for sipp to play."""
    path = folder / f"tone-{hz}.{codec.lower()}"
    if not path.exists():
        samples = array("h", (round(8000 * math.sin(2 * math.pi * hz * k / 8000)) for k in range(int(8000 * seconds))))
        path.write_bytes(encoded(samples, codec))
    return path


def encoded(samples: "array[int]", codec: str) -> bytes:
    """Samples in one of the two laws of G.711."""
    return bytes(map(_mulaw if codec == "PCMU" else _alaw, samples))


def _mulaw(sample: int) -> int:
    biased = min(abs(sample), 32_635) + 132
    segment = biased.bit_length() - 8
    return ~((0x80 if sample < 0 else 0) | segment << 4 | (biased >> (segment + 3)) & 0x0F) & 0xFF


def _alaw(sample: int) -> int:
    magnitude = min((~sample if sample < 0 else sample) >> 3, 4_095)
    segment = max(0, magnitude.bit_length() - 5)
    step = (magnitude >> max(1, segment)) & 0x0F
    return ((0 if sample < 0 else 0x80) | segment << 4 | step) ^ 0x55


def plays(path: Path, codec: str = "PCMU") -> str:
    """Let sipp play a file of ``tone_file`` over and over."""
    payload = {"PCMU": 0, "PCMA": 8}[codec]
    return act(f'rtp_stream="{path},-1,{payload}"')


def speech_file(folder: Path, text: str = "你好，请问在吗？", codec: str = "PCMU", quiet_s: float = 3.0) -> Path:
    """Somebody speaking, then a silence, as raw G.711, for sipp to play."""
    path = folder / f"speech-{sum(map(ord, text))}.{codec.lower()}"
    if not path.exists():
        from huashu.voice.audio import resampled
        from huashu.voice.speaking import open_voice

        voice = open_voice("espeak")
        pcm = resampled(voice.speak(text), voice.rate, 8000)
        quiet = array("h", bytes(2 * int(8000 * quiet_s)))
        path.write_bytes(encoded(array("h", pcm.tobytes()) + quiet, codec))
    return path


BARESIP = """module_path /usr/lib/baresip/modules
sip_listen 127.0.0.1:{port}
net_interface 127.0.0.1
audio_source aufile,{folder}/speaks.wav
audio_player aufile,{folder}/heard.wav
module g711.so
module aufile.so
module_tmp account.so
module_app menu.so
"""


@contextmanager
def debian_baresip(folder: Path, to: str, *, quiet_s: float = 1.5) -> Iterator["subprocess.Popen[str]"]:
    """Debian's baresip calling ``to`` in A-law; ``quiet_s`` after the call is up it speaks."""
    from huashu.voice.audio import resampled
    from huashu.voice.speaking import open_voice

    voice = open_voice("espeak")
    pcm = resampled(voice.speak("你好，请问在吗？"), voice.rate, 8000)
    with wave.open(str(folder / "speaks.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(int(16_000 * quiet_s)) + pcm.tobytes() + bytes(16_000 * 20))
    (folder / "config").write_text(BARESIP.format(port=free_port(), folder=folder), "utf-8")
    (folder / "accounts").write_text("<sip:deb@127.0.0.1>;regint=0;audio_codecs=pcma\n", "utf-8")
    (folder / "contacts").touch()
    nothing = subprocess.DEVNULL
    command = ["baresip", "-f", str(folder), "-t", "60", "-e", f"/dial {to}"]
    process = subprocess.Popen(command, stdout=nothing, stderr=nothing, stdin=nothing, text=True)
    try:
        yield process
    finally:
        stop(process)
