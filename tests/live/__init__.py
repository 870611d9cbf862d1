"""Whole calls in virtual time, against everything that platforms, callers, databases and voices can do."""
