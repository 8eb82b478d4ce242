"""What the customer does on a telephone: when he speaks, hums, talks over, repeats himself, leaves."""

from random import Random

from rehearsal_fakes import DrawnCustomer, ScriptedAgent
from spoken_calls import spoken_call

from huashu.call import Heard, Said
from huashu.rehearsal.loop import play


def test_a_spoken_call_says_what_its_text_twin_says():
    for seed in range(6):
        agent, customer = ScriptedAgent(), DrawnCustomer(Random(seed))
        call = spoken_call(agent, customer)
        call.run()
        events = call.conversation.log().events
        twin = play(ScriptedAgent(), DrawnCustomer(Random(seed))).events
        for kind in (Heard, Said):
            assert [one.text for one in events if isinstance(one, kind)] == [
                one.text for one in twin if isinstance(one, kind)
            ]
