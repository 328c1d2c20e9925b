#!/usr/bin/env python3
"""Records what dbt makes of the templates in templates.txt, one a line, in recorded.json.

    TZ=UTC python3 record.py        with a Python that has dbt-core 1.11 and dbt-postgres
"""
import datetime
import json
import pathlib
from argparse import Namespace

from dbt.flags import set_from_args

set_from_args(Namespace(), {})

import dbt.deprecations
from dbt.clients.jinja import get_rendered
from dbt.context.base import BaseContext
from dbt.context.exceptions_jinja import wrapped_exports
from dbt.version import __version__
from dbt_common.context import set_invocation_context

HERE = pathlib.Path(__file__).parent
KINDS = {
    "UndefinedError": "undefined", "UndefinedMacroError": "undefined", "TypeError": "type", "ValueError": "value",
    "OverflowError": "overflow", "ZeroDivisionError": "zero_division", "KeyError": "key", "IndexError": "index",
    "AttributeError": "attribute", "UnknownTimeZoneError": "key", "error": "regex", "AmbiguousTimeError": "other",
    "NonExistentTimeError": "other",
}


def context():
    set_invocation_context({})
    result = BaseContext({}).to_dict()
    result["exceptions"] = wrapped_exports(None)
    result["run_started_at"] = datetime.datetime.fromisoformat("2024-03-05T06:07:08.901234+00:00")
    return result


def record(template):
    try:
        return {"template": template, "output": get_rendered(template, context())}
    except Exception as error:
        while error.__cause__ is not None:
            error = error.__cause__
        kind = KINDS.get(type(error).__name__, "compilation")
        message = getattr(error, "msg", None) if kind == "compilation" else None
        return {"template": template, "kind": kind, "message": message}


def main():
    dbt.deprecations.warn = lambda *arguments, **keywords: None
    templates = (HERE / "templates.txt").read_text().splitlines()
    cases = [record(template) for template in templates]
    text = json.dumps({"dbt": __version__, "cases": cases}, indent=1)
    (HERE / "recorded.json").write_text(text + "\n")


main()
