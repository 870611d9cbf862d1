"""`callsheet serve`: takes the calls of a provider, one session each, and is operated: told, watched, drained."""
