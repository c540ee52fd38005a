"""Screens of service standards: the boards, the clocks behind a figure, the book of standards."""
