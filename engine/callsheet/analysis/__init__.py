"""What is certain at each place of a script: shapes, and facts about names. Only checks need it."""
