"""Pipecat frame processors around the cores that do no input or output: ear, dialogue, mouth, recording, journal.

``assemble.build_call`` puts them between any Pipecat transport's input and output; ``dialogue.DialogueProcessor`` alone
fits into anyone's Pipecat pipeline.
"""
