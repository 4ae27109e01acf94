"""Telling other systems what became of documents: whom, at which addresses, signed, and until they have heard it."""
