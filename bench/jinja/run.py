#!/usr/bin/env python3
"""Measures the six templates of perf.json with this engine, Python's Jinja2 and minijinja, in one run on one machine.

    swift build -c release --product jinja-conformance
    python3 bench/jinja/run.py [--python PYTHON] [--peer PYTHON] [--macros FOLDER] [--binary .build/release/jinja-conformance]

The first PYTHON needs dbt-core 1.11 (its Jinja2 environment is the reference), the second one minijinja from PyPI. All figures are minima of CPU time in milliseconds: cold = everything compiled anew and
rendered once, render = rendered only. With --macros it also measures how fast all macro files below FOLDER, joined to one text, compile; files that do not compile are left out.
"""
import argparse
import hashlib
import json
import os
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))


def clock():
    return time.process_time() * 1000


def best(body, samples=7):
    figures = []
    for _ in range(samples):
        start = clock()
        text = body()
        figures.append(clock() - start)
    return min(figures), text


def measure_python(case):
    """dbt's own environment, macros split and called as dbt does."""
    import copy

    import jinja2.nodes
    from argparse import Namespace
    from dbt.flags import set_from_args

    set_from_args(Namespace(), {})
    from dbt.clients.jinja import MacroGenerator
    from dbt.context.base import BaseContext
    from dbt_common.clients import jinja as common

    class Macro:
        resource_type = "macro"

        def __init__(self, name, sql):
            self.name, self.macro_sql, self.unique_id = name, sql, "macro.root." + name

    def context():
        values = dict(BaseContext({}).to_dict())
        values.update(copy.deepcopy(case.get("context") or {}))
        if case.get("macros"):
            allowed = {"macro", "materialization", "test", "data_test"}
            for block in common.extract_toplevel_blocks(case["macros"], allowed_blocks=allowed, collect_raw_data=False):
                values[block.block_name] = MacroGenerator(Macro(block.block_name, block.full_block), values)
        return values

    def cold():
        common.template_cache.clear()
        values = contexts.pop()
        start = clock()
        text = common.render_template(common.get_template(case["template"], values, None), values, None)
        return clock() - start, text

    contexts = [context() for _ in range(7)]
    colds = [cold() for _ in range(7)]
    values = context()
    template = common.get_template(case["template"], values, None)
    common.render_template(template, values, None)
    render, text = best(lambda: common.render_template(template, values, None), 5)
    return {"cold_ms": min(ms for ms, _ in colds), "render_ms": render, "isRight": right(case, colds[0][1])}


def measure_minijinja(case):
    import copy

    import minijinja

    if case.get("macros"):
        return None

    def environment():
        env = minijinja.Environment()
        env.auto_escape_callback = lambda name: False
        env.add_template("t", case["template"])
        return env

    try:
        values = copy.deepcopy(case.get("context") or {})
        cold, text = best(lambda: environment().render_template("t", **values))
        env = environment()
        render, text = best(lambda: env.render_template("t", **values))
    except Exception:
        return None
    return {"cold_ms": cold, "render_ms": render, "isRight": right(case, text)}


def print_compile_speed(options):
    command = [options.binary, os.path.join(HERE, "perf.json"), "--compile"] + ([options.macros] if options.macros else [])
    lines = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout.decode().splitlines()
    print()
    print("| compiled | bytes | ms | MB/s |")
    print("|---|---|---|---|")
    for row in map(json.loads, lines):
        files = f", {row['files']} files ({row['dropped']} do not compile)" if "files" in row else ""
        print(f"| {row['name']}{files} | {row['bytes']:,} | {row['ms']:.2f} | {row['mb_per_s']:.0f} |")


def right(case, text):
    return hashlib.sha256(text.encode()).hexdigest() == case["expect"]["sha256"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--peer", default=sys.executable)
    parser.add_argument("--macros", metavar="FOLDER")
    parser.add_argument("--binary", default=os.path.join(ROOT, ".build", "release", "jinja-conformance"))
    parser.add_argument("--inside", choices=["python", "minijinja"])
    options = parser.parse_args()
    cases = json.load(open(os.path.join(HERE, "perf.json")))["cases"]
    if options.inside:
        measure = measure_python if options.inside == "python" else measure_minijinja
        for case in cases:
            print(json.dumps({"name": case["name"], "result": measure(case)}))
        return
    results = {}
    lines = subprocess.run([options.binary, os.path.join(HERE, "perf.json"), "--benchmark"], stdout=subprocess.PIPE, check=True)
    results["martlet"] = {row["name"]: row for row in map(json.loads, lines.stdout.decode().splitlines())}
    for engine in ("python", "minijinja"):
        run = subprocess.run(
            [options.python if engine == "python" else options.peer, os.path.abspath(__file__), "--inside", engine], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        rows = [json.loads(line) for line in run.stdout.decode().splitlines() if line.startswith("{")]
        results[engine] = {row["name"]: row["result"] for row in rows}
    print("| case | martlet cold / render ms | jinja2 cold / render ms | times jinja2 (cold / render) | minijinja cold / render ms |")
    print("|---|---|---|---|---|")
    for case in cases:
        name = case["name"]
        own = results["martlet"][name]
        cells = [name, f"{own['cold_ms']:.2f} / {own['render_ms']:.2f}" + ("" if own["isRight"] else " WRONG")]
        python = results["python"].get(name)
        if python:
            cells.append(f"{python['cold_ms']:.1f} / {python['render_ms']:.1f}" + ("" if python["isRight"] else " WRONG"))
            cells.append(f"{python['cold_ms'] / own['cold_ms']:.1f} / {python['render_ms'] / own['render_ms']:.1f}")
        else:
            cells += ["–", "–"]
        peer = results["minijinja"].get(name)
        cells.append(f"{peer['cold_ms']:.2f} / {peer['render_ms']:.2f}" + ("" if peer["isRight"] else " (wrong output)") if peer else "–")
        print("| " + " | ".join(cells) + " |")
    print_compile_speed(options)


if __name__ == "__main__":
    main()
