"""One call as turns: who speaks, who listens, what was heard of a line. Pure: time arrives in signals."""
