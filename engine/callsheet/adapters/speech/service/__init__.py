"""Speech by a service on the network, behind an interface that many services share (OpenAI's)."""
