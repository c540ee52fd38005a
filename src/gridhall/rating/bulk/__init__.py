"""The same bills for very many accounts at once: whole columns of integers instead of objects.

Needs the extra ``bulk`` (pyarrow and numpy) and no engine: a unit of work is one function over
Arrow batches (``work.do``). A local pool runs it, and so does any cluster that can call a Python
function. See ``docs/explanation/bulk-rating.md``.
"""
