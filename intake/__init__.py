"""Spreadsheets in: requests, limits and findings. The only reader of workbooks and of the tables in data/."""
