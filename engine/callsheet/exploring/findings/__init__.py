"""What is wrong with the calls that a script can have: searches on the walked calls, each with what shows it."""
