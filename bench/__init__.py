"""Measurements. `make bench` runs them; README.md of this folder says what each figure means."""
