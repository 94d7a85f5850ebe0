"""What the service says when it refuses or fails, in the words that all MediaConduit services use."""

from __future__ import annotations

from typing import Any

STATUS = {
    "invalid-input": 422,
    "invalid-options": 422,
    "invalid-body": 400,
    "input-too-large": 413,
    "body-too-large": 413,
    "unknown-model": 404,
    "confirmation-needed": 409,
    "no-space": 507,
    "out-of-memory": 507,
    "weights-unavailable": 502,
    "weights-invalid": 502,
    "unsupported-type": 415,
    "request-timeout": 408,
    "unknown-route": 404,
    "unknown-method": 405,
    "busy": 503,
    "internal": 500,
}


class Fault(Exception):
    """An answer of 400 and above; `code` decides the status."""

    def __init__(self, code: str, message: str, *, hint: str | None = None, **facts: Any) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.facts = facts

    @property
    def status(self) -> int:
        return STATUS.get(self.code, 500)

    @property
    def headers(self) -> dict[str, str]:
        return {"retry-after": "5"} if self.code == "busy" else {}

    def body(self) -> dict[str, Any]:
        """Our own shape."""
        return {"error": self.message, "code": self.code, **self._rest()}

    def openai_body(self) -> dict[str, Any]:
        """The shape that OpenAI's clients read."""
        kind = "invalid_request_error" if self.status < 500 else "server_error"
        error = {"message": self.message, "type": kind, "param": self.facts.get("param"), "code": self.code}
        return {"error": error, **self._rest()}

    def line(self) -> dict[str, Any]:
        """The last line of a stream that failed."""
        return {"type": "error", "status": self.status, **self.body()}

    def _rest(self) -> dict[str, Any]:
        return {**({} if self.hint is None else {"hint": self.hint}), **self.facts}


def internal_fault() -> Fault:
    """Says nothing of the inside: that goes to the log."""
    return Fault("internal", "the service failed on this request")
