"""Adapters: one folder for each port. They import the ports and nothing else of the engine."""
