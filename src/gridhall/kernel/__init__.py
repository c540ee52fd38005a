"""The smallest shared words: money, quantities, periods, codes, errors. Knows no Django."""
