"""How well calls are served: `callsheet serve` as a process of its own, against the platform, in real time."""
