"""The review of a batch: what is to be decided, how decisions add up, what is left out, and the record of it all."""
