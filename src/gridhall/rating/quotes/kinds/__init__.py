"""The kinds of quotes, one module each; ``quotes.registry.kinds`` finds them by themselves."""
