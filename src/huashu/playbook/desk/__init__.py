"""Desk documents: how a service line takes its calls, typed, with line numbers (S1-S3). Floor 3."""
