"""What is in the store, written for other programs and for people: JSON lines, CSV, Excel, Parquet; one row a value
with its codebook; the list of documents in a file of an archive (mục lục hồ sơ)."""
