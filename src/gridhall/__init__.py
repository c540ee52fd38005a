"""GridHall (电力营业厅): the customer platform of a power company."""

__version__ = "0.1.0"
