"""Surveys answered in the portal, or by a link without log-in."""
