"""Figures in, chart, table or sentence out; nothing here reads a database or decides a number."""
