"""Hugo as the build's yardstick, twice: given bodies ready-made (`bodies`), and from sources of its own (`sources`)."""
