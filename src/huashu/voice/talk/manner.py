"""How a conversation takes turns. Times in milliseconds."""

from dataclasses import dataclass

from huashu.call import Ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """Every measure of turn taking. The defaults suit a telephone call in Mandarin."""

    greeting: Ms = 1_500
    """How long whoever picks up has to speak first, before we do."""
    soonest: Ms = 240
    """Of quiet after words that are surely finished, before we take the turn."""
    answered: Ms = 320
    """After a plain answer to a question of ours."""
    usual: Ms = 650
    """After words of which one cannot tell."""
    latest: Ms = 1_500
    """After words that surely go on (那个……)."""
    dictating: Ms = 1_700
    """After part of a number that he dictates (S3.13)."""
    prosody: Ms = 120
    """By how much a falling or held ending moves the wait, at most."""
    recognition: Ms = 3_600
    """How long the words of a pause may take before it counts as not understood."""
    commit: Ms = 1_200
    """He has talked over us for so long: the line will not be taken up again, whatever he says."""
    nearly_said: Ms = 500
    """What is left of a line when an answer to it may come early."""
    audible: Ms = 300
    """A line that is cut off sooner than this was never heard."""
    take_back: Ms = 400
    """So much of a reply may have been heard when he goes on with what he was saying, and the reply is taken back."""
    goes_on: Ms = 1_600
    """Between two pieces of what one may still take for one utterance."""
    least_speech: Ms = 500
    """Speech without words that is shorter than this is a click."""
    wordless: Ms = 16_000
    """A voice that has been on for so long without a word recognised of it is taken for a turn (S4.11)."""
    keying: Ms = 2_500
    """After the last key, before what was keyed is taken as a whole; ``#`` ends it at once."""
    tick: Ms = 500
    """How often the agent is told that time passes while nobody speaks."""
    silence: Ms = 1_500
    """The agent is told of every silence that has lasted a multiple of this."""
    overrun: Ms = 8_000
    """Beyond the quiet that was to follow our last word we hang up whoever is talking."""
    longest: Ms = 30 * 60_000
    """A call that has lasted so long is ended."""
    protected: tuple[str, ...] = ()
    """Lines that contain one of these texts are said to their end, whoever talks (a legal notice)."""
