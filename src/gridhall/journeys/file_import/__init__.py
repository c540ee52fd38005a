"""Importing the company's files: the sheets, and the one way in for screens and commands."""
