"""The account of a run: what was read and what became of it, counted and listed while it goes on."""
