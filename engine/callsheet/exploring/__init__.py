"""Every call that a script can have: walked on the interpreter, in a world that does all that a world can do."""
