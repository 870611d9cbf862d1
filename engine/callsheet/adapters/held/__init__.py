"""Files and folders that a process holds while it uses them, and what a killed one leaves behind."""
