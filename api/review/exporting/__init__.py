"""What becomes of a review: JSON, Word, a sheet for the file, lines of the corpus."""
