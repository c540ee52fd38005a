"""The rating engine: tariff books + usage → explained bill, or a refusal with its reason.

Knows no Django and can be used alone::

    from gridhall.rating import books, engine
    library = books.load_library(Path("tariffbooks"))
    answer = engine.rate(request, library)
"""
