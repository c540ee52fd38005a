"""Charges beside the energy bill: late charge, breach, theft, corrections of metering, losses.

Each module has a form (the facts of a case) and one function from the form and a library of books
to an ``Outcome``; ``quotes/kinds`` offers them by name. Rules are dated values of
``tariffbooks/CN/national``; a fact or rate written into the form goes before the book's.
"""
