"""Capital letters of Vietnamese, for the patterns that stand in code. A range such as À-Ỹ would take in small
letters."""

from __future__ import annotations

#: Inside a character class: `[{UPPER}]`.
UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
