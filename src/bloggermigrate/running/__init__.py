"""How a run is shared out: posts in batches, worker processes, several blogs one after the other."""
