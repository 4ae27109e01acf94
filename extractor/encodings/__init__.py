"""Old Vietnamese encodings (TCVN3, VNI, VISCII, VPS, windows-1258, VIQR): found by what the text says, never by a name
alone, and converted before any offset is taken. Text that is right is not touched."""
