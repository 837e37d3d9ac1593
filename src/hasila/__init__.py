"""Hasila (حصيلة): Arabic conflict reports in, an auditable toll out."""
