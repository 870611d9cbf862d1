"""Reading a script: its words, its answers, the keys of its steps."""
