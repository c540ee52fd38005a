"""Screens of the process managers: versions, pictures, editor, comparison, trials, moves."""
