"""Reading from the store for the service: documents, their reports, pages and originals, findings, counts."""
