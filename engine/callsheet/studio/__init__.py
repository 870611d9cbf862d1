"""The studio: a page on this machine that shows scripts, edits them, and says what is wrong with them.

One process serves the page and saves files (`server`, `visit`, `project`); one beside it, which goes last wherever both
want the processor, reads and checks what is edited (`worker`, `desk`). What the page asks for are commands
(`commands`): `{"id": 7, "do": "check", "with": {…}}` on its socket. Nothing but a command changes anything.
"""
