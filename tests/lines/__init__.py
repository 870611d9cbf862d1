"""Lines that carry audio, each with a peer at its other end."""
