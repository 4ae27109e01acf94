"""Files on their way in: received onto the disk, taken into the store, or extracted and forgotten."""
