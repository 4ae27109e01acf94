"""Printed facts to the model's records, with names completed by the document's own place."""

from __future__ import annotations

from collections.abc import Mapping

from extractor.build.bodies import Bodies
from extractor.build.parts import Parts
from extractor.mentions import DateMention, IssuerMention
from extractor.model import DateValue, DocType, Document, Issuer, Recipient, Signer, Span
from extractor.resolve.issuers import NameRules, full_name
from extractor.resolve.own import own_name


class Resolver:
    """Printed facts to the model's records, with names completed by the document's own place."""

    __slots__ = ("_bodies", "_full", "_names", "_parts", "_types")

    def __init__(self, parts: Parts, names: NameRules, types: Mapping[str, str], bodies: Bodies) -> None:
        self._bodies = bodies
        self._parts = parts
        self._names = names
        self._types = {code: DocType(code, name) for code, name in types.items()}
        self._full: dict[str, str] = {}

    def doc_type(self, code: str | None) -> DocType | None:
        """Code and name of a type."""
        return self._types[code] if code else None

    def issuer(self, found: IssuerMention | None) -> Issuer | None:
        """The full name of an issuer."""
        if found is None:
            return None
        name = self._full.get(found.name)
        if name is None:
            name = self._full[found.name] = full_name(found.name, self._parts.place, self._names)
        if found.span is None:
            return Issuer(name, self._bodies.id_of(name), None, None)
        body = self._bodies.id_at(found.span) or self._bodies.id_of(name)
        return Issuer(name, body, self.printed(found.span), found.span)

    def is_state(self, name: str | None) -> bool:
        """Whether a body is one of the whole state or Party, which no place completes."""
        return name is not None and all(self._names.is_state(one) for one in name.split(", "))

    def printed(self, span: Span) -> str:
        """The words of a span, on one line."""
        return self._parts.text.text[span[0] : span[1]].replace("\n", " ")

    def date(self, found: DateMention | None) -> DateValue | None:
        """A date as it belongs to something."""
        if found is None:
            return None
        return DateValue(found.value, found.precision, self.printed(found.span), found.span)

    def document(self) -> Document:
        """The document's own facts."""
        head = self._parts.letterhead
        signer = head.signer
        title = " ".join(self.printed(span) for span in head.title_spans) or None
        return Document(
            doc_type=self.doc_type(head.type_code),
            number=head.number,
            symbol=head.symbol,
            code=head.code,
            date=self.date(head.date),
            place=head.place,
            issuer=self._own_issuer(),
            title=title,
            addressees=head.addressees,
            signer=Signer(*signer) if signer else None,
            recipients=head.recipients,
            distribution=tuple(Recipient(name, purpose) for name, purpose in head.distribution),
            period=self.date(head.period),
            data_window=self.date(head.data_window),
            secrecy=head.secrecy,
            urgency=head.urgency,
            confidence=0.95 if head.type_code else 0.5,
        )

    def _own_issuer(self) -> Issuer | None:
        """The letterhead's lines, or the chairman whom the line under the title names, else the committee of the
        document's own place."""
        head, place = self._parts.letterhead, self._parts.place
        if head.authority and (not head.issuer_lines or self._is_chairman(head.authority)):
            return self._issuing((head.authority,))
        if head.issuer_lines:
            return self._issuing(head.issuer_lines)
        if place.own and head.symbol and any(part in head.symbol for part in ("UBND", "HĐND")):
            own = f"{'HĐND' if 'HĐND' in head.symbol else 'UBND'} {place.own}"
            return Issuer(own, self._bodies.id_of(own), None, None)
        if place.own and head.type_code:
            own = f"UBND {place.own}"
            return Issuer(own, self._bodies.id_of(own), None, None)
        return None

    def _is_chairman(self, line: Span) -> bool:
        """A decision of the chairman is his own, not the committee's; a director decides for his department."""
        return self.printed(line).upper().startswith("CHỦ TỊCH")

    def _issuing(self, lines: tuple[Span, ...]) -> Issuer:
        printed = " ".join(self.printed(line) for line in lines)
        above = " ".join(self.printed(line) for line in self._parts.letterhead.superior_lines)
        name = own_name(printed, above, self._parts.text.text, self._parts.place, self._names)
        return Issuer(name, self._bodies.id_of(name), printed, (lines[0][0], lines[-1][1]))
