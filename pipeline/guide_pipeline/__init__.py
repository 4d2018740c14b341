"""From the editor's batches to immutable editions of the guide: model, readers, diff, editions, build."""
