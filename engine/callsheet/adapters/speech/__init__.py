"""Providers of speech."""
