"""What can be wrong with tokens, accounts and the start of the service. Every message says what to do."""

from __future__ import annotations

from extractor.errors import TrichLucError


class AccessError(TrichLucError):
    """A token or an account cannot be made or changed as asked."""

    code = "access"
    exit_status = 18


class ServiceError(TrichLucError):
    """The service cannot be started: a setting of no known form, or a port that is taken."""

    code = "service"
    exit_status = 19
