"""Questions across the documents of an archive: its citations, its figures, and the office's own register."""
