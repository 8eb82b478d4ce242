"""How soon a spoken call is answered, against a plain Pipecat pipeline with the same speech services.

    python bench/voice.py [SCENARIO] [--turns 20] [--calls 10] [--seconds 20]

A customer (the trial voice, male, over G.711 with a little noise) speaks in real time to two pipelines on a line in
memory, one after the other in this process, on the same recogniser and the same voice:

- huashu: the scenario's agent, ``build_call``, lines rendered ahead;
- plain: Pipecat's VAD, our recogniser as its STT service, its turn detection (``--smart-turn``: its default, else the
  quicker speech timeout of 0.6 s), a responder that answers with the scenario's lines without thinking, our voice as
  its TTS service, each answer synthesised.

Once with the trial recogniser and once with the text given at once. Then the processor time and the memory of a call,
with ``--calls`` of them at a time for ``--seconds``. Some minutes. Times are of the clock: on a busy machine they are
too long, for both.
"""

import argparse
import asyncio
import time
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from statistics import median, quantiles

from huashu.voice.pipeline.quiet import quieten

quieten()
warnings.simplefilter("ignore")
from voice_line import Call, Customer, Utterance, huashu_call, plain_call, utterances  # noqa: E402

SCENARIO = Path(str(files("huashu.library").joinpath("broadband-renewal.md")))
RECOGNISED, GIVEN, TIMES = 700, 350, 2.0
"""Targets: milliseconds from the end of his speech to our first sound, with the trial recogniser and with the text
given at once; how many times sooner than the plain pipeline."""

OVERLAP_S = 1.0
"""Into our line when he speaks over it."""


@dataclass
class Measured:
    """What one pipeline did, in milliseconds: ``answers`` from the end of his speech to our first sound, ``stops`` from
    his first sound to our last when he speaks over us."""

    answers: list[float] = field(default_factory=list)
    stops: list[float] = field(default_factory=list)
    unanswered: int = 0


async def measured(make: Callable[[], Call], said: Iterable[Utterance], measures: Measured) -> None:
    """Speak ``said``, in as many calls as it takes; every fourth answer is spoken over."""
    waiting = list(said)
    while waiting:
        async with make() as call:
            customer = Customer(call)
            await customer.listen_to_the_end()
            while waiting and not call.over:
                ended = await customer.say(waiting.pop(0))
                heard = await customer.first_sound_after(ended)
                if heard is None:
                    measures.unanswered += not call.over
                    continue
                measures.answers.append(1000 * (heard - ended))
                if len(measures.answers) % 4 == 0 and waiting:
                    await asyncio.sleep(OVERLAP_S)
                    if (stop := await customer.speak_over(waiting.pop(0))) is not None:
                        measures.stops.append(1000 * stop)
                await customer.listen_to_the_end()


async def held(make: Callable[[], Call], said: list[Utterance], calls: int, seconds: float) -> tuple[float, float]:
    """Processor time of a call in percent of a core, and the memory of a call in MB, ``calls`` of them at a time."""
    before, spent, until = resident_mb(), time.process_time(), time.monotonic() + seconds

    async def one(number: int) -> None:
        await asyncio.sleep(number * 0.13)
        turn = number
        while time.monotonic() < until:
            async with make() as call:
                customer = Customer(call)
                await customer.listen_to_the_end()
                while time.monotonic() < until and not call.over:
                    await customer.first_sound_after(await customer.say(said[turn % len(said)]))
                    await customer.listen_to_the_end()
                    turn += 1

    work = asyncio.gather(*(one(number) for number in range(calls)))
    await asyncio.sleep(seconds / 2)
    grown = resident_mb() - before
    await work
    lasted = time.monotonic() - until + seconds
    return 100 * (time.process_time() - spent) / lasted / calls, grown / calls


def resident_mb() -> float:
    """The resident size of this process."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6


def report(name: str, samples: list[float]) -> float:
    """Median, inter-quartile range, 95th percentile and n; the median."""
    if len(samples) < 2:
        print(f"  {name:<34} n = {len(samples)}")
        return float("nan")
    low, middle, high = quantiles(samples, n=4)
    top = quantiles(samples, n=20, method="inclusive")[18]
    spread = f"p50 {median(samples):6.0f} ms   IQR {low:6.0f} – {high:6.0f}"
    print(f"  {name:<34} {spread}   p95 {top:6.0f}   n = {len(samples)}", flush=True)
    return middle


def compare(title: str, target: int, ours: Measured, plain: Measured) -> None:
    """Both pipelines beside each other."""
    print(f"{title}")
    mine = report("huashu: answer", ours.answers)
    theirs = report("plain: answer", plain.answers)
    report("huashu: silent when spoken over", ours.stops)
    report("plain: silent when spoken over", plain.stops)
    print(f"  target: p50 ≤ {target} ms ({mine:.0f}), {TIMES:.0f} times sooner than plain ({theirs / mine:.1f})")
    print(f"  without any answer: huashu {ours.unanswered}, plain {plain.unanswered}", flush=True)


async def run(chosen: argparse.Namespace) -> None:
    """Measure everything, print."""
    said = utterances(chosen.turns)
    for title, target, given in (
        ("with the trial recogniser", RECOGNISED, False),
        ("with the text given at once", GIVEN, True),
    ):
        ours, plain = Measured(), Measured()
        await measured(await huashu_call(chosen.scenario, said, given=given), said, ours)
        await measured(await plain_call(chosen.scenario, said, given=given, smart=chosen.smart_turn), said, plain)
        compare(title, target, ours, plain)
    print(f"{chosen.calls} calls at a time, the text given at once")
    for name, make in (
        ("huashu", await huashu_call(chosen.scenario, said, given=True)),
        ("plain", await plain_call(chosen.scenario, said, given=True, smart=chosen.smart_turn)),
    ):
        share, memory = await held(make, said, chosen.calls, chosen.seconds)
        print(f"  {name:<34} {share:5.2f} % of a core a call   {memory:5.1f} MB a call", flush=True)


def main() -> None:
    """Read the options, measure."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("scenario", nargs="?", type=Path, default=SCENARIO)
    options.add_argument("--turns", type=int, default=20)
    options.add_argument("--calls", type=int, default=10)
    options.add_argument("--seconds", type=float, default=20)
    options.add_argument("--smart-turn", action="store_true")
    asyncio.run(run(options.parse_args()))


if __name__ == "__main__":
    main()
