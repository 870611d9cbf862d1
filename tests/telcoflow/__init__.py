"""A Telcoflow platform on the loopback: it speaks the platform's protocol to the real SDK, and plays the callers."""
