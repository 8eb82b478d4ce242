"""Carrying out what the agent promises, and what follows a call: nothing promised is ever lost. Floor 5."""
