"""Requests to other systems over HTTP: filled in, sent where they may go, and answered within their time."""
