"""Charges beside the energy bill: late charge, breach, theft, corrections of metering, losses.

Each module has a form (the facts of a case) and one function from the form and a library of books
to an ``Outcome``; ``claims/kinds`` offers them to the quote language by name. Rules are dated
values of ``tariffbooks/CN/national``; a value written into the form goes before the book's.
"""
