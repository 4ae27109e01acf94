"""Bulk import: files are found, taken into the store, and extracted by whoever does the work."""
