"""What ``generate.py`` is made of: names, dates, the two layers, and the parties of invented countries."""
