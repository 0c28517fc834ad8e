"""Verbs of the command line that ask questions about a portfolio."""
