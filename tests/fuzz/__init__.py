"""Input that nobody thought of: what hypothesis (`make test`) and atheris (`make fuzz`) give to whatever parses."""
