"""Service standards and their clocks."""
