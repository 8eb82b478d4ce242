"""Every limit of the awkward moments, with the clause that sets it. Times in milliseconds."""

from dataclasses import dataclass

from huashu.call import Ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Where a moment becomes awkward, and when something has to be said about it."""

    customer_silence: Ms = 3_000
    """His silence that wants a prompt (S3.2, D3)."""
    own_silence: Ms = 7_000
    """Ours, while we owe a word, that must not be exceeded (S4.11, D3)."""
    progress: Ms = 30_000
    """From one line of ours to the next while he is on hold, each counted from its first word (S3.14, D7)."""
    offer_call_back: Ms = 120_000
    """Of waiting in total by which a call-back is offered (S3.14, D7)."""
    longest_wait: Ms = 180_000
    """Of waiting in total beyond which a call-back is arranged (S3.14)."""
    joined: Ms = 10_000
    """A progress line that would come so shortly before the offer is left to it."""
    quick: Ms = 2_500
    """What an answer of the company's systems may take without a word about it (S3.14)."""
    thinking: Ms = 6_000
    """For somebody who wants to say something and has not begun, between one encouragement and the next (S3.11)."""
    fetching: Ms = 15_000
    """The same for somebody who fetches something or talks to somebody else (S3.20)."""
    after_closing: Ms = 2_000
    """Of quiet after our last word before we hang up (D1)."""
    first_word: Ms = 700
    """From our decision to the first word that can be heard."""
    tick: Ms = 500
    """Between two ticks, until they are seen to be further apart."""
    longest_tick: Ms = 5_000
    """Beyond it a gap between ticks is a pause of the line and not its rhythm."""
    speech: Ms = 12_000
    """How long speech that has begun may stay without its words before the line counts as silent."""
    noise: Ms = 1_000
    """A sound that nobody describes matters from this length on (S3.4)."""
    word: Ms = 500
    """Speech shorter than this, of which nothing was understood, is a click."""
    quiet_dbfs: float = -42.0
    """At or below it he is too quiet (S3.3)."""
    loud_enough_dbfs: float = -36.0
    """From here on he is loud enough again."""
    snr_db: float = 8.0
    """Below it the line is noisy (S3.4)."""
    clear_snr_db: float = 12.0
    """From here on it is clear again."""
    prompts: int = 2
    """To somebody who makes no sound before we take leave (S3.2)."""
    speak_ups: int = 2
    """Requests to speak up, after the gain was raised (S3.3)."""
    noise_mentions: int = 2
    """Words about the noise, the first of them after adjusting (S3.4)."""
    hearing_checks: int = 2
    """Whether he hears us now, before the normal closing (S3.5)."""
    line_words: int = 5
    """About the line in all, whatever is wrong with it."""
    say_agains: int = 3
    """Requests in a row to say it again (S3.7, S3.18)."""
    nudges: int = 2
    """Encouragements in a row before silence is silence (S3.11, S3.12)."""
    explanation: int = 14
    """Characters from which a statement of ours explains something (S3.9)."""
    written: int = 7
    """Digits from which a number is read out in groups to be written down (S3.20)."""


THRESHOLDS = Thresholds()
"""The limits that hold unless somebody asks for others."""
