"""The files of authors: on the disk, and as they stand in an editor."""
