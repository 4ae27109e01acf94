"""Recognisers: normalised text in, mentions out. They never import each other; the pipeline hands results on."""
