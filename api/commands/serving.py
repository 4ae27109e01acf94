"""`trichluc serve`: answer over HTTP."""

from __future__ import annotations

import argparse
import dataclasses

from api.commands import common


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen at (default: 127.0.0.1)")
    parser.add_argument("--port", type=_port, default=8000, help="port to listen at, 0: any (default: 8000)")
    parser.add_argument(
        "--workers",
        type=_processes,
        default=1,
        metavar="N",
        help="processes that answer (default: 1); each reads files in TRICHLUC_WORKERS processes of its own",
    )
    parser.add_argument(
        "--local", action="store_true", help="callers on this machine need no token; only with an address of loopback"
    )


def run(options: argparse.Namespace) -> int:
    """Serve until told to stop. Raises TrichLucError."""
    from api.service import settings
    from api.service.serving import serve

    chosen = dataclasses.replace(settings.of(common.settings(options)), local=options.local)
    serve(chosen, options.host, options.port, options.workers, _tell)
    return 0


def _tell(url: str) -> None:
    # Alone on standard output; the log goes to standard error.
    print(f"Review reports at {url}/review/next · Rà soát báo cáo", flush=True)


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError("a number from 0 to 65535")
    return int(text)


def _processes(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError("a number from 1 to 256")
    return int(text)
