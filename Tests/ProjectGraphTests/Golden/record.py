"""Records what dbt-core answers for the projects in this folder: python record.py, with dbt-postgres installed.

For each project it writes `manifest.json`, without the macros and paths of other packages, and answers the lines of
`listings.txt` anew: a line is the arguments of `dbt ls`, the indented lines below it are the answer. A folder `before`
in a project holds files as they were earlier; `previous.json` is the manifest of that state, to compare with.
"""
import json
import os
import re
import shlex
import shutil
import sys
import tempfile
from pathlib import Path

from dbt.cli.main import dbtRunner

HERE = Path(__file__).resolve().parent
FOREIGN = ("dbt", "dbt_postgres")


def trim(manifest):
    metadata = manifest["metadata"]
    for key in ["user_id", "invocation_id", "generated_at", "run_started_at", "invocation_started_at"]:
        metadata.pop(key, None)
    manifest["macros"] = {k: v for k, v in manifest["macros"].items() if v["package_name"] not in FOREIGN}
    manifest["docs"] = {k: v for k, v in manifest["docs"].items() if v["package_name"] not in FOREIGN}
    for node in manifest["nodes"].values():
        if "root_path" in node:
            node["root_path"] = "/project"
    return manifest


def parse(folder, target):
    os.chdir(folder)
    result = dbtRunner().invoke(["--quiet", "parse", "--no-partial-parse"])
    assert result.success, result.exception
    manifest = trim(json.load(open("target/manifest.json")))
    json.dump(manifest, open(target, "w"), indent=1)


def answer(line, folder):
    os.chdir(folder)
    lines = []

    def listen(event):
        if event.info.name == "PrintEvent":
            lines.append(event.data.msg)
        elif event.info.name in ("NoNodesForSelectionCriteria", "NoNodesSelected", "UnversionedBreakingChange"):
            text = re.sub(r"^\[\S*WARNING\S*\]: ", "", event.info.msg).replace("\n", "\n  ")
            # dbt compares some contracts twice and says so twice.
            if "warning: " + text not in lines:
                lines.append("warning: " + text)

    result = dbtRunner(callbacks=[listen]).invoke(["ls"] + shlex.split(line))
    if result.exception:
        lines.append("error: " + str(result.exception).strip().replace("\n", "\n  "))
    return lines


def record(project):
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder) / project.name
        shutil.copytree(project, folder)
        os.chdir(folder)
        if (folder / "packages.yml").exists():
            dbtRunner().invoke(["--quiet", "deps"])
        if (folder / "before").exists():
            earlier = folder.parent / "earlier"
            shutil.copytree(folder, earlier)
            shutil.copytree(earlier / "before", earlier, dirs_exist_ok=True)
            parse(earlier, project / "previous.json")
            shutil.copytree(earlier / "target", folder / "state")
        parse(folder, project / "manifest.json")
        lines = (project / "listings.txt").read_text().splitlines()
        with open(project / "listings.txt", "w") as out:
            for line in lines:
                if line.startswith("  "):
                    continue
                out.write(line + "\n")
                if line and not line.startswith("#"):
                    out.writelines("  " + item + "\n" for item in answer(line, folder))


for project in [HERE / name for name in sys.argv[1:]] or sorted(p for p in HERE.iterdir() if p.is_dir()):
    record(project)
