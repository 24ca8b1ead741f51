"""SPARQL 1.1: its tokens, what a query may not do, parameters put in their places, and results."""
