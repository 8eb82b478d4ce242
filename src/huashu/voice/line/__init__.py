"""The line: what it measures of every frame, where speech begins and ends, what is wrong with it, and its mending."""
