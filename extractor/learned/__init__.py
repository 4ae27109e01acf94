"""Bodies, people, titles and duties in free wording, found by a model beside the rules. Nothing is read in before the
first document that wants it."""

from extractor.learned.model import Model, load, model_version
from extractor.learned.reading import Reading

__all__ = ["Model", "Reading", "load", "model_version"]
