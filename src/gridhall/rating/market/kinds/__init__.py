"""The kinds of quotes about the market, one module each; the quote language finds them."""
