"""Rates of the OpenEI utility rate database (URDB) as tariffs of a quote.

``read_rate`` turns the JSON of a rate into an inline tariff, or refuses with every reason;
``read_load`` reads a CSV of mean power; ``cases_of`` makes a bill of each month.
"""

from gridhall.rating.urdb.importing import Rate, read_rate
from gridhall.rating.urdb.load import Load, cases_of, read_load
from gridhall.rating.urdb.words import InvalidRate

__all__ = ["InvalidRate", "Load", "Rate", "cases_of", "read_load", "read_rate"]
