"""Every call that a script can have: walked on the interpreter, in a world that does all that a world can do."""

# Rows of one list at most, beside the numbers that a script tells apart, where nobody asks for more.
ROWS = 3
