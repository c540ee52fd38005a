"""Which allowed price would have been cheapest? A year of use rated by each price, month by month.

Pure like all of ``rating``. ``compare(form, library)`` answers a ``ComparisonForm``; ``files`` and
``green_button`` turn a customer's file into its use.
"""

from gridhall.rating.comparing.compare import compare, compare_document
from gridhall.rating.comparing.form import ComparisonForm

__all__ = ["ComparisonForm", "compare", "compare_document"]
