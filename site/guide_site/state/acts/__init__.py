"""What `State` can do, a file a subject. Each public method is one act: it opens its transaction, writes its line in
the trail, and returns a value."""
