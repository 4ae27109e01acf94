"""The citation graph: which reports cite a document, which cited documents are themselves in the archive, and what
reports say differently of one document."""
