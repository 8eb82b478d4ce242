"""The company's own systems behind ports: records, work orders, text messages. Floor 4."""
