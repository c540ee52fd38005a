"""The kinds of quotes about claims, one module each; the quote language finds them by itself."""
