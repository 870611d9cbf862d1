"""Turn-taking: who speaks when. A `Line` for sessions, out of a call that passes text or audio."""
