"""Processes: definitions, running cases of them, work items."""
