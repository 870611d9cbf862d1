"""What callers say, made with synthetic voices and degraded as a telephone does, and how well it is understood."""
