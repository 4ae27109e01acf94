"""Training: annotated and generated sentences in, models for `extractor.learned` out, with what they are worth."""
