"""Mentions and the document's own place: full names of issuers, and which mentions are of one document."""
