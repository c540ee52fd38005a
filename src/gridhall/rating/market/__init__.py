"""Market and generation: feed-in, retail packages, deviation, spot settlement, clearing.

Formulas with every coefficient open: provinces publish them by notice and change them by notice.
"""
