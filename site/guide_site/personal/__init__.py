"""What belongs to one reader: notes that follow their section, what changed in what they read, news by feed and mail."""
