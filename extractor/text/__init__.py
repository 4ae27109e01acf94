"""Lines to one normalised text, with a map from each offset back to page, box and raw text."""

from extractor.text.assemble import Block, Mark, Note, Text, TextTable, assemble

__all__ = ["Block", "Mark", "Note", "Text", "TextTable", "assemble"]
