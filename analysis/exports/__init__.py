"""From a downloaded file to typed rows: recognised by content, read by its declaration, every row accounted for."""
