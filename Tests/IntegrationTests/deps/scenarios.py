"""What `deps` is asked to do. A scenario prepares files, repositories and web pages, and runs commands."""
import gzip
import io
import json
import tarfile

ALL = {}

# Where martlet means to differ from dbt, and why.
DIFFERENT = {
    "git_unpinned": "the warning comes once, dbt repeats it",
    "git_missing": "the folder that git names is another one",
    "tarball_of_two_folders": "the error that dbt has for this; dbt trips over its own download when it resolves again",
    "hub_older": "an error about a version has a head like others",
    "hub_down": "an error of the network has a head like others",
    "add_git_package": "an error of the network has a head like others",
    "add_package_mistakes": "usage errors look as they do for all commands",
    "deprecated_install_path": "dbt's text keeps the indentation of its source",
    "malformed": "an error about a version has a head like others",
}


def scenario(function):
    ALL[function.__name__] = function
    return function


def package(name, **files):
    """The files of a package with one model."""
    return {"dbt_project.yml": f"name: {name}\n", f"models/{name}_model.sql": "select 1 as id\n", **files}


def below(folder, files):
    return {f"{folder}/{path}": text for path, text in files.items()}


def declared(*entries, **more):
    return json.dumps({"packages": list(entries), **more}) + "\n"


def archive(files, links={}):
    """A tarball, the same bytes every time."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as tar:
        for path, text in files.items():
            info = tarfile.TarInfo(path)
            info.size = len(text.encode())
            tar.addfile(info, io.BytesIO(text.encode()))
        for path, target in links.items():
            info = tarfile.TarInfo(path)
            info.type, info.linkname = tarfile.SYMTYPE, target
            tar.addfile(info)
    return gzip.compress(data.getvalue(), mtime=0)


def hub(*releases):
    """The pages of a hub. A release: (namespace/name, version, extra keys of the version)."""
    pages, packages = {}, {}
    for full, version, extra in releases:
        name = full.split("/")[1]
        page = packages.setdefault(full, {"name": name, "namespace": full.split("/")[0], "versions": {}})
        address = f"http://tarballs.invalid/{full}/{version}.tar.gz"
        page["versions"][version] = {
            "name": name, "version": version, "packages": [], "downloads": {"tarball": address}, **extra}
        page.update(extra.get("page", {}))
        pages[address] = archive(below(f"{name}-{version}", {**package(name), "VERSION": version}))
    pages["http://hub.invalid/api/v1/index.json"] = json.dumps(sorted(packages)).encode()
    for full, page in packages.items():
        pages[f"http://hub.invalid/api/v1/{full}.json"] = json.dumps(page).encode()
    return pages


HUB = hub(
    ("acme/tools", "1.0.0", {}), ("acme/tools", "1.1.0", {}), ("acme/tools", "1.2.0", {}),
    ("acme/tools", "2.0.0-rc1", {}), ("acme/tools", "3.0.0", {"require_dbt_version": ">=9.0.0"}),
    ("acme/audit", "0.5.0", {"packages": [{"package": "acme/tools", "version": [">=1.0.0", "<2.0.0"]}]}),
    ("acme/strict", "0.1.0", {"packages": [{"package": "acme/tools", "version": "1.0.0"}]}),
)


@scenario
def local(s):
    s.files(below("../a", package("a", **{"packages.yml": declared({"local": "../b"})})))
    s.files(below("../b", package("b")))
    s.files({"packages.yml": declared({"local": "../a"})})
    s.run("deps")
    s.run("deps")


@scenario
def local_missing(s):
    s.files({"packages.yml": declared({"local": "../nowhere"})})
    s.run("deps")


@scenario
def local_without_name(s):
    s.files({"../a/dbt_project.yml": "version: '1.0'\n", "packages.yml": declared({"local": "../a"})})
    s.run("deps")


@scenario
def git_tag(s):
    s.commit("tools.git", package("tools"), tag="v1.0.0")
    s.commit("tools.git", {"later.txt": "x"})
    s.files({"packages.yml": declared({"git": "https://git.invalid/tools.git", "revision": "v1.0.0"})})
    s.run("deps")
    s.run("deps")


@scenario
def git_branch(s):
    s.commit("tools.git", package("tools"))
    s.commit("tools.git", {"feature.txt": "x"}, branch="feature")
    s.files({"packages.yml": declared({"git": "https://git.invalid/tools.git", "revision": "feature"})})
    s.run("deps")
    s.commit("tools.git", {"feature2.txt": "x"}, branch="feature")
    s.run("deps")
    s.run("deps", "--upgrade")


@scenario
def git_commit(s):
    s.commit("tools.git", package("tools"))
    folder = s.work / "repositories/tools.git/.git/refs/heads/main"
    revision = folder.read_text().strip()
    s.commit("tools.git", {"later.txt": "x"})
    s.files({"packages.yml": declared({"git": "https://git.invalid/tools.git", "revision": revision})})
    s.run("deps")


@scenario
def git_unpinned(s):
    s.commit("tools.git", package("tools"))
    s.files({"packages.yml": declared({"git": "https://git.invalid/tools.git"})})
    s.run("deps")
    s.files({"packages.yml": declared({"git": "https://git.invalid/tools.git", "revision": "main"})})
    s.run("deps")
    s.files({"packages.yml": declared({"git": "https://git.invalid/tools.git", "warn-unpinned": False})})
    s.run("deps")
    s.files({"packages.yml": declared({"git": "https://git.invalid/tools.git"})})
    s.run("--warn-error", "deps")


@scenario
def git_subdirectory(s):
    s.commit("mono.git", below("packages/tools", package("tools")), tag="v1")
    s.files({"packages.yml": declared(
        {"git": "https://git.invalid/mono.git", "revision": "v1", "subdirectory": "packages/tools"})})
    s.run("deps")


@scenario
def git_nested(s):
    s.commit("tools.git", package("tools"), tag="v1")
    s.commit("tools.git", {"two.txt": "x"}, tag="v2")
    s.commit("audit.git", package("audit", **{"packages.yml": declared(
        {"git": "https://git.invalid/tools.git", "revision": "v1"})}), tag="v1")
    s.files({"packages.yml": declared({"git": "https://git.invalid/audit.git", "revision": "v1"})})
    s.run("deps")


@scenario
def git_missing(s):
    s.commit("tools.git", package("tools"), tag="v1")
    s.files({"packages.yml": declared({"git": "https://git.invalid/tools.git", "revision": "v9"})})
    s.run("deps")
    s.files({"packages.yml": declared({"git": "https://git.invalid/nothing.git", "revision": "v9"})})
    s.run("deps")


@scenario
def tarball(s):
    s.pages({"http://web.invalid/tools.tar.gz": archive(below("tools-1.0", package("tools")))})
    s.files({"packages.yml": declared({"tarball": "http://web.invalid/tools.tar.gz", "name": "renamed"})})
    s.run("deps")
    s.run("deps")


@scenario
def tarball_of_two_folders(s):
    s.pages({"http://web.invalid/tools.tar.gz": archive({"a/dbt_project.yml": "name: a\n", "b/x.txt": "x"})})
    s.files({"packages.yml": declared({"tarball": "http://web.invalid/tools.tar.gz", "name": "tools"})})
    s.run("deps")


@scenario
def hub_latest(s):
    s.pages(HUB)
    s.files({"packages.yml": declared({"package": "acme/audit", "version": [">=0.1.0", "<1.0.0"]})})
    s.run("deps")
    s.run("deps")


@scenario
def hub_older(s):
    s.pages(HUB)
    s.files({"packages.yml": declared({"package": "acme/tools", "version": "1.0.0"})})
    s.run("deps")
    s.files({"packages.yml": declared({"package": "acme/tools", "version": 1.0})})
    s.run("deps")


@scenario
def hub_prerelease(s):
    s.pages(HUB)
    s.files({"packages.yml": declared(
        {"package": "acme/tools", "version": ">=1.0.0", "install_prerelease": True})})
    s.run("deps")
    s.files({"packages.yml": declared({"package": "acme/tools", "version": "2.0.0-rc1"})})
    s.run("deps")
    s.files({"packages.yml": declared({"package": "acme/tools", "version": "2.0.0"})})
    s.run("deps")


@scenario
def hub_conflict(s):
    s.pages(HUB)
    s.files({"packages.yml": declared(
        {"package": "acme/strict", "version": "0.1.0"}, {"package": "acme/tools", "version": "1.1.0"})})
    s.run("deps")


@scenario
def hub_missing(s):
    s.pages(HUB)
    s.files({"packages.yml": declared({"package": "acme/nothing", "version": "1.0.0"})})
    s.run("deps")


@scenario
def hub_incompatible(s):
    s.pages(HUB)
    s.files({"packages.yml": declared({"package": "acme/tools", "version": ">=3.0.0"})})
    s.run("deps")
    s.run("--no-version-check", "deps")


@scenario
def hub_redirect(s):
    s.pages(hub(("acme/old", "1.0.0", {"page": {"redirectname": "new", "redirectnamespace": "acme2"}})))
    s.files({"packages.yml": declared({"package": "acme/old", "version": "1.0.0"})})
    s.run("deps")


@scenario
def hub_upgrade(s):
    s.pages(hub(("acme/tools", "1.0.0", {})))
    s.files({"packages.yml": declared({"package": "acme/tools", "version": [">=1.0.0", "<2.0.0"]})})
    s.run("deps")
    s.pages(hub(("acme/tools", "1.0.0", {}), ("acme/tools", "1.1.0", {})))
    s.run("deps")
    s.run("deps", "--upgrade")


@scenario
def hub_down(s):
    s.files({"packages.yml": declared({"package": "acme/tools", "version": "1.0.0"})})
    s.run("deps")


@scenario
def lock_only(s):
    s.pages(HUB)
    s.files({"packages.yml": declared({"package": "acme/tools", "version": "1.0.0"})})
    s.run("deps", "--lock")
    s.run("deps", "--lock")
    s.files({"packages.yml": declared({"package": "acme/tools", "version": "1.1.0"})})
    s.run("deps", "--lock")
    s.run("deps")


@scenario
def nothing(s):
    s.run("deps")
    s.files({"packages.yml": ""})
    s.run("deps")
    s.files({"packages.yml": declared()})
    s.run("deps", "--lock")


@scenario
def duplicate_names(s):
    s.files(below("../a", package("a")))
    s.files(below("../b", package("a")))
    s.files({"packages.yml": declared({"local": "../a"}, {"local": "../b"})})
    s.run("deps")
    s.files({"../a/dbt_project.yml": "name: shop\n", "packages.yml": declared({"local": "../a"})})
    s.run("deps")


@scenario
def conflicting_kinds(s):
    s.files(below("../a", package("a", **{"packages.yml": declared(
        {"git": "https://git.invalid/tools.git", "revision": "v2"})})))
    s.commit("tools.git", package("tools"), tag="v1")
    s.commit("tools.git", {"two.txt": "x"}, tag="v2")
    s.files({"packages.yml": declared(
        {"local": "../a"}, {"git": "https://git.invalid/tools", "revision": "v2"})})
    s.run("deps")


@scenario
def add_package(s):
    s.pages(HUB)
    s.files(below("../a", package("a")))
    s.run("deps", "--add-package", "acme/tools@1.0.0", show=("packages.yml", "lock", "tree"))
    s.run("deps", "--add-package", "acme/tools@>=1.0.0,<1.2.0", "--lock", show=("packages.yml", "lock"))
    s.run("deps", "--add-package", "../a", "--source", "local", show=("packages.yml", "lock", "tree"))
    s.run("deps", show=("lock",))


@scenario
def add_package_mistakes(s):
    s.run("deps", "--add-package", "acme/audit", show=("packages.yml",))
    s.run("deps", "--add-package", "x@1", "--source", "nowhere", show=("packages.yml",))


@scenario
def add_git_package(s):
    s.commit("tools.git", package("tools"), tag="v1")
    s.files({"packages.yml": declared({"package": "acme/tools", "version": "1.0.0"})})
    s.run("deps", "--add-package", "https://git.invalid/tools.git@v1", "--source", "git", "--lock",
          show=("packages.yml", "lock"))


@scenario
def secret(s):
    s.commit("tools.git", package("tools"), tag="v1")
    s.files({"packages.yml": declared({
        "git": "https://{{ env_var('DBT_ENV_SECRET_HOST') }}/tools.git", "revision": "v1"})})
    s.run("deps", DBT_ENV_SECRET_HOST="git.invalid")
    s.run("deps", DBT_ENV_SECRET_HOST="git.invalid")
    s.run("deps", show=())


@scenario
def rendered(s):
    s.commit("tools.git", package("tools"), tag="v1")
    s.files({"packages.yml": declared({
        "git": "{{ env_var('PLACE') }}/tools.git", "revision": "{{ var('version') }}"})})
    s.run("deps", "--vars", "version: v1", PLACE="https://git.invalid")
    s.run("deps", "--vars", "version: v1", show=())


@scenario
def dependencies_file(s):
    s.files(below("../a", package("a")))
    s.files({"dependencies.yml": declared({"local": "../a"}, projects=[{"name": "upstream"}])})
    s.run("deps")
    s.files({"dependencies.yml": declared({"local": "{{ env_var('PLACE') }}"})})
    s.run("deps", PLACE="../a")


@scenario
def malformed(s):
    for text in ("packages:\n  - git: u\n    foo: 1\n", "packages: {}\n", "foo: []\n", "packages:\n  - package: tools\n"
                 "    version: 1.0.0\n", "packages:\n  - package: a/b\n    version: ''\n", "projects: []\n",
                 "packages:\n  - local: ''\n", "packages:\n  - local: a\n   b: c\n",
                 "packages:\n  - package: acme/tools\n    version: '1.x'\n"):
        s.files({"packages.yml": text})
        s.run("deps", show=())
    s.files({"packages.yml": declared(), "dependencies.yml": declared()})
    s.run("deps", show=())


@scenario
def private(s):
    s.files({"packages.yml": declared({"private": "acme/tools", "provider": "github"})})
    s.run("deps")


@scenario
def install_path(s):
    s.files(below("../a", package("a")))
    s.files({"dbt_project.yml": "name: shop\nprofile: p\npackages-install-path: lib\nclean-targets: [target, lib]\n",
             "packages.yml": declared({"local": "../a"}), "models/m.sql": "select 1 as id\n"})
    s.run("deps")
    s.tree(s.project / "lib")
    s.run("ls", show=())
    s.run("clean", show=())
    s.tree(s.project / "lib")
    s.run("ls", show=())


@scenario
def requirement_of_package(s):
    s.files(below("../a", package("a")))
    s.files({"../a/dbt_project.yml": "name: a\nrequire-dbt-version: '>=9.0.0'\n",
             "packages.yml": declared({"local": "../a"}), "models/m.sql": "select 1 as id\n"})
    s.run("deps")
    s.run("ls", show=())
    s.run("--no-version-check", "ls", show=())


@scenario
def not_installed(s):
    s.files(below("../a", package("a")))
    s.files({"packages.yml": declared({"local": "../a"}), "models/m.sql": "select 1 as id\n"})
    s.run("ls", show=())
    s.run("deps", show=())
    s.run("ls", show=())
    s.files({"dbt_packages/again/dbt_project.yml": "name: a\n"})
    s.run("ls", show=())


@scenario
def variables_of_packages(s):
    model = "{{ config(alias=var('x') ~ '_' ~ var('y', 'none') ~ '_' ~ var('z', 'none')) }} select 1 as id\n"
    s.files(below("../a", {"dbt_project.yml": "name: a\nvars: {x: own, y: own, z: own, a: {z: ownscoped}}\n",
                           "models/am.sql": model}))
    s.files({"dbt_project.yml": "name: shop\nprofile: p\nvars: {x: global, a: {y: scoped}}\n",
             "packages.yml": declared({"local": "../a"}), "models/m.sql": model})
    s.run("deps", show=())
    s.run("-q", "ls", "--output", "json", "--output-keys", "name alias", show=())
    s.run("-q", "ls", "--output", "json", "--output-keys", "name alias", "--vars", "z: line", show=())


@scenario
def dispatch_order(s):
    macro = "{% macro {P}word() %}{{ return('{W}') }}{% endmacro %}"
    s.files(below("../a", {"dbt_project.yml": "name: a\n", "macros/m.sql":
            "{% macro word() %}{{ return(adapter.dispatch('word', 'a')()) }}{% endmacro %}\n"
            + macro.replace("{P}", "default__").replace("{W}", "a_default"),
            "models/am.sql": "{{ config(alias=a.word()) }} select 1 as id\n"}))
    s.files(below("../b", {"dbt_project.yml": "name: b\n", "macros/m.sql":
            macro.replace("{P}", "default__").replace("{W}", "b_default")}))
    s.files({"packages.yml": declared({"local": "../a"}, {"local": "../b"})})
    keys = ("-q", "ls", "--output", "json", "--output-keys", "name alias")
    s.run("deps", show=())
    s.run(*keys, show=())
    s.files({"macros/m.sql": macro.replace("{P}", "postgres__").replace("{W}", "root_postgres")})
    s.run(*keys, show=())
    s.files({"dbt_project.yml": "name: shop\nprofile: p\ndispatch: [{macro_namespace: a, search_order: [b, a]}]\n"})
    s.run(*keys, show=())
    s.files({"dbt_project.yml": "name: shop\nprofile: p\ndispatch: [{macro_namespace: a, search_order: [shop, b, a]}]\n"})
    s.run(*keys, show=())


@scenario
def deprecations(s):
    s.files(below("../a", {**package("a"), "dbt_project.yml": "name: a\nsource-paths: [models]\nlog-path: elsewhere\n"}))
    s.files({
        "dbt_project.yml": "name: shop\nprofile: p\ndata-paths: [seeds]\nlog-path: mylogs\ntarget-path: out\n"
                           "flags: {require_generic_test_arguments_property: true}\n",
        "packages.yml": declared({"local": "../a"}),
        "models/m.sql": "select 1 as id\n",
        "models/m.yml": "models:\n  - name: m\n    columns:\n      - name: id\n        data_tests:\n"
                        "          - accepted_values: {values: [1]}\n          - accepted_values: {values: [2], name: two}\n"
                        "exposures:\n  - {name: 'a b', type: dashboard, owner: {name: n, email: e}}\n"})
    s.run("deps", show=())
    s.run("parse", show=())
    s.run("--show-all-deprecations", "parse", show=())
    s.run("--warn-error", "parse", show=())
    s.run("--warn-error-options", "{silence: [Deprecations]}", "parse", show=())


@scenario
def deprecated_install_path(s):
    s.files({"dbt_project.yml": "name: shop\nprofile: p\nclean-targets: [dbt_modules]\nsource-paths: [models]\n",
             "dbt_modules/x": ""})
    s.run("clean", show=())
    s.run("--warn-error", "clean", show=())
