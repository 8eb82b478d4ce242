"""Telephone calls over SIP: registering, taking and placing calls, G.711 sound, keys, hold, transfer, outcomes."""
