"""Inspection on a terminal."""
