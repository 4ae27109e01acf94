"""The service: the engine and the store behind HTTP (FastAPI), for systems that upload and for people who ask."""
