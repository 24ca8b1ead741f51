"""Turtle as text that keeps its comments and places: tokens, tree, layout, positions, small changes."""
