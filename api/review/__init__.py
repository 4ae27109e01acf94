"""Review: people decide about what was extracted, and what they decide outlives extractions and drafts."""
