"""The app, with a line in its log for each answer asked of the engine: by which session, or by the worker behind."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path[0] = str(Path(__file__).resolve().parent.parent)

from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.web.cli import main

from portfolio.engine import Engine

MARK = "ASKED"


def counted(kind: str, ask: Callable[..., Any]) -> Callable[..., Any]:
    """The same answer, and a line that says who asked."""

    @functools.wraps(ask)
    def asked(*args: Any, **kwargs: Any) -> Any:
        session = get_script_run_ctx(suppress_warning=True)
        print(MARK, kind, session.session_id if session else "worker", flush=True)
        return ask(*args, **kwargs)

    return asked


if __name__ == "__main__":
    for kind in ("first", "prove"):
        setattr(Engine, kind, counted(kind, getattr(Engine, kind)))
    sys.argv = ["streamlit", "run", "app.py", *sys.argv[1:]]
    main()
