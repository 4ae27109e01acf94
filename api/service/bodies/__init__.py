"""The bodies of answers: what a caller is told, named as in the field. Times are ISO 8601 in UTC, dates of documents
ISO 8601 at their known precision; absent facts are null. Offsets count Unicode code points."""
