"""Customers asked: surveys after service and at intervals."""
