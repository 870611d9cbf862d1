"""What is wrong with a script, as data: a place, a code, a sentence and a way out."""
