"""话术 huashu: call-centre scenario documents that run."""
