"""Screens of the surveys: results, answers, follow-ups, plans, questionnaires, the target."""
