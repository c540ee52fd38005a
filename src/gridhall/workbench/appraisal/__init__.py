"""Screens of appraisal: one's own, samples to score, runs, objections, records."""
