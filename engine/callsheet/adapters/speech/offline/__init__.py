"""Speech on this machine, without a network: three small models that installed packages bring along.

`synthesis`, `recognition` and `activity` are the adapters; they import numpy and onnxruntime when they load.
"""
