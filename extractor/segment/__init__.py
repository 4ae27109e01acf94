"""What stands where: letterhead, sections, appendices, signature and recipients."""

from extractor.segment.headings import HeadingRules, find_sections
from extractor.segment.letterhead import LetterheadRules, read_letterhead
from extractor.segment.marks import running_secrecy

__all__ = ["HeadingRules", "LetterheadRules", "find_sections", "read_letterhead", "running_secrecy"]
