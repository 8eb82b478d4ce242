"""A call in real time, to be killed: writes ``speaking`` once the agent speaks."""

import asyncio
import sys
import warnings
from pathlib import Path

from huashu.voice.pipeline.quiet import quieten

quieten()
warnings.simplefilter("ignore")
from virtual_line import Line, PlainAgent, ToneVoice  # noqa: E402

from huashu.call import Action, Connected, Event, Say  # noqa: E402
from huashu.voice.pipeline.settings import VoiceSettings  # noqa: E402

LONG = "您好，这里是客户服务中心，" * 10


def answer(event: Event) -> tuple[Action, ...]:
    return (Say(text=LONG),) if isinstance(event, Connected) else ()


async def main(folder: Path) -> None:
    settings = VoiceSettings(voice=ToneVoice(), journals=folder / "journals", recordings=folder / "recordings")
    line = Line(PlainAgent(answer), settings, call_id="killed", crews=None)

    async def play(line: Line) -> None:
        await line.call.picked_up()
        while not line.output.frames:
            await asyncio.sleep(0.02)
        print("speaking", flush=True)

    await line.run(play)


asyncio.run(main(Path(sys.argv[1])))
