"""Callsheet: telephone calls written as data.

Data flows one way, and the folders show it: source (text to document), schema (shape), queries, flow and steps
(the compiled script), checks (meaning), session (one live call), journal (what is kept of it).
"""

__version__ = "0.1.0"
