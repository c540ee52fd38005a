"""A made-up company of any size (a million customers by default), written straight by COPY."""
