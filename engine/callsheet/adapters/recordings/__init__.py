"""Where the sound of calls is kept, and how it becomes words."""
