"""Understanding by a language model, behind an interface that many services share (OpenAI's)."""
