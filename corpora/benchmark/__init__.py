"""Speed and memory of the extractor, with eyecite, pdfplumber and python-docx beside it in the same run.

python -m corpora.benchmark            measures everything and writes BENCHMARKS.md; takes a few minutes
python -m corpora.benchmark --quick    a few seconds, prints only: shows that it runs, its figures mean little
"""
