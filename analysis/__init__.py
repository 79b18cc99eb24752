"""Vendor dependency analysis: on whom a merchant depends, for how long, and at what cost."""
