"""The shape of a script: JSON Schema judges it, and its verdicts are put in the author's words."""
