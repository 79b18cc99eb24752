"""The merchant's own tables: contracts, vendors, alternatives … as people keep them, checked row by row."""
