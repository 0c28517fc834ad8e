"""One screen a file, opened through app.py."""
