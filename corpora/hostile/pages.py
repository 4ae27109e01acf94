"""HTML files that attack what reads them."""

from __future__ import annotations

from collections.abc import Iterator

from corpora.hostile.case import READS, Case, Make, case

Made = tuple[str, str, Make | bytes]

WORDS = "Thực hiện Quyết định số 751/QĐ-UBND ngày 26/12/2020 của UBND tỉnh."


def cases() -> Iterator[Case]:
    """All of them."""
    made = [*_deep(), *_large(), *_odd()]
    return (case("html", about, expected, make, "bao-cao.html") for about, expected, make in made)


def _page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body><p>{WORDS}</p>{body}</body></html>".encode()


def _deep() -> list[Made]:
    return [
        ("boxes 5000 deep", "hostile", lambda: _page("<div>" * 5000 + "x")),
        ("boxes 300000 deep", "hostile", lambda: _page("<div>" * 300_000 + "x")),
        ("tables 30 deep", "hostile", lambda: _page("<table><tr><td>" * 30 + "x")),
        ("lists 900 deep", "reads|hostile", lambda: _page("<ul><li>" * 450 + "x")),
        ("bold 100000 deep", "hostile|reads", lambda: _page("<b>" * 100_000 + "x")),
        ("tags that cross 20000 times", "reads|hostile", lambda: _page("<b><i>x</b></i>" * 20_000)),
    ]


def _large() -> list[Made]:
    cell = '<table><tr><td rowspan="{0}" colspan="{0}">x</td><td>y</td></tr><tr><td>z</td></tr></table>'
    return [
        ("cell over a thousand million rows and columns", "reads|limit", lambda: _page(cell.format(1_000_000_000))),
        ("cell over minus one rows", READS, lambda: _page(cell.format(-1))),
        ("cell over ten thousand rows and columns", "reads|limit", lambda: _page(cell.format(10_000))),
        (
            "2000 cells over 2000 columns each",
            "reads|limit",
            lambda: _page(f"<table><tr>{'<td colspan=2000>x' * 2000}</table>"),
        ),
        ("attribute of 9 MB", READS, lambda: _page(f'<p title="{"a" * 9_000_000}">x</p>')),
        ("200000 attributes", "hostile", lambda: _page(f"<p {' '.join(f'a{n}=1' for n in range(200_000))}>x</p>")),
        ("comment that never ends", READS, lambda: _page("<!-- " + "x" * 1_000_000)),
        ("tag that never ends", READS, lambda: _page("<p " + "x" * 1_000_000)),
        ("250000 paragraphs", "limit", lambda: _page("<p>x" * 250_000)),
        ("11 million letters", "limit", lambda: _page("a" * 11_000_000)),
        ("500000 line breaks", "reads|limit", lambda: _page("x<br>" * 500_000)),
        ("100000 references by number", READS, lambda: _page("&#x41;&#1114112;&#xD800;&#0;" * 25_000)),
        ("100000 forms and frames", READS, lambda: _page('<iframe src="file:///etc/hostname"></iframe><form>' * 1000)),
    ]


def _odd() -> list[Made]:
    entity = (
        '<!DOCTYPE html [<!ENTITY e SYSTEM "file:///etc/hostname">]><html><body><p>' + WORDS + "&e;</p></body></html>"
    )
    script = "<html><head><script>document.write('x')</script></head><body></body></html>"
    remote = '<img src="http://127.0.0.1:9/x.png"><link rel="stylesheet" href="http://127.0.0.1:9/x.css">'
    return [
        ("entity of a file of the machine", READS, entity.encode()),
        ("address of the web for all links", READS, lambda: _page(remote, '<base href="http://127.0.0.1:9/">')),
        (
            "sent on to another page",
            READS,
            lambda: _page("", '<meta http-equiv="refresh" content="0;url=file:///etc/x">'),
        ),
        ("only a script", "empty", script.encode()),
        ("only tags", "empty", b"<html><body><div><span></span></div></body></html>"),
        ("only a comment", "empty", b"<html><body><!-- Bao cao --></body></html>"),
        ("says UTF-7", READS, lambda: _page("+ADw-script+AD4-", '<meta charset="utf-7">')),
        ("says an encoding of no name", READS, lambda: _page("", '<meta charset="x-nobody-knows">')),
        ("says an encoding that is none of text", "encoding", _page("", '<meta charset="base64">') + b"\xff"),
        ("says EBCDIC", READS, lambda: _page("", '<meta charset="cp037">')),
        ("bytes of no encoding", "encoding", _page("") + b"\xff\xfe\x80"),
        ("zeros after the first 4096 bytes", READS, lambda: _page("x" * 5000 + "\x00" * 100)),
        ("plain text without end", READS, lambda: _page("<plaintext>" + "<b>x" * 1000)),
        ("script without end", READS, lambda: _page("<script>" + "<b>x" * 1000)),
        ("formulas and drawings", "reads|hostile", lambda: _page("<svg><math><mi><table><svg>" * 200)),
        ("text that is hidden", READS, lambda: _page(f'<p style="display:none">{WORDS}</p>' * 100)),
    ]
