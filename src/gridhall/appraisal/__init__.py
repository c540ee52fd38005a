"""Service quality samples and the appraisal of staff."""
