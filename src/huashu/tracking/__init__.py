"""What is believed of the caller as the call goes. Floor 2: imports only ``huashu.call`` and ``huashu.language``."""
