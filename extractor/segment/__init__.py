"""What stands where: letterhead, sections, appendices, signature and recipients."""

from extractor.segment.headings import HeadingRules, find_sections
from extractor.segment.letterhead import LetterheadRules, read_letterhead

__all__ = ["HeadingRules", "LetterheadRules", "find_sections", "read_letterhead"]
