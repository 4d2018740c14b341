"""JSON that is always the same for the same value."""

import json
from typing import Any


def dump(value: Any) -> bytes:
    """JSON, always the same for the same value: UTF-8, sorted keys, one line a member at the top."""
    return (
        json.dumps(value, ensure_ascii=False, sort_keys=True, indent=None, separators=(",", ":")) + "\n"
    ).encode()
