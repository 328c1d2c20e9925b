"""The DAGs of examples/airflow against what `ls` says.  argv: check names; prints "RESULT ok NAME" or "RESULT bad NAME: why" for each"""
import importlib.util, json, os, subprocess, sys, traceback, warnings
warnings.filterwarnings("ignore")
from datetime import timedelta
def load(mode):
    os.environ["MARTLET_LOAD_MODE"] = mode
    spec = importlib.util.spec_from_file_location("warehouse_" + mode, os.environ["DAGS"]); m = importlib.util.module_from_spec(spec); spec.loader.exec_module(m)
    return m, {d: getattr(m, d) for d in m.SCHEDULES}
def ls(*selection):
    r = subprocess.run([os.environ["EXE"], "ls", "--profiles-dir", os.environ["MARTLET_PROFILES"], "--quiet", "--output", "name", *selection], cwd=os.environ["MARTLET_PROJECT"], capture_output=True, text=True)
    assert r.returncode == 0, r.stdout + r.stderr
    return set(r.stdout.split())
def parents():
    r = subprocess.run([os.environ["EXE"], "ls", "--profiles-dir", os.environ["MARTLET_PROFILES"], "--quiet", "--resource-type", "model", "--output", "json", "--output-keys", "name", "depends_on"], cwd=os.environ["MARTLET_PROJECT"], capture_output=True, text=True)
    assert r.returncode == 0, r.stdout + r.stderr
    return {n["name"]: {p.split(".")[2] for p in n["depends_on"]["nodes"] if p.startswith("model.")} for n in map(json.loads, r.stdout.splitlines())}
def run(d):
    # Airflow 3 wants the dag serialised before dag.test()
    from airflow.utils.session import create_session
    from airflow.models.dagbundle import DagBundleModel
    from airflow.serialization.serialized_objects import LazyDeserializedDAG
    from airflow.dag_processing.collection import update_dag_parsing_results_in_db
    d.fileloc = os.environ["DAGS"]
    with create_session() as s:
        if not s.get(DagBundleModel, "b"): s.add(DagBundleModel(name="b")); s.flush()
        s.commit(); update_dag_parsing_results_in_db("b", None, [LazyDeserializedDAG.from_dag(d)], {}, None, set(), s); s.commit()
    r = d.test(); st = {ti.task_id: str(getattr(ti.state, "value", ti.state)) for ti in r.get_task_instances()}
    print("run", r.state, st); return str(getattr(r.state, "value", r.state)), st
def models(dag): return {t.removeprefix("models.").removesuffix("_model_build") for t in dag.task_dict if t.endswith("_model_build")}
def one(what):
    if what in ("dbt_manifest", "dbt_ls"):
        m, dags = load(what); known = parents()
        for d, dag in dags.items():
            names = ls("--resource-type", "model", "--select", m.SCHEDULES[d][2]); print(d, len(names))
            assert names and models(dag) == names, (d, models(dag) ^ names)
            # A task comes after the tasks of its model's parents in the same DAG, and everything after the loading.
            for t, task in dag.task_dict.items():
                if not t.endswith("_model_build"): continue
                n = t.removeprefix("models.").removesuffix("_model_build")
                up = {u.removeprefix("models.").removesuffix("_model_build") for u in task.upstream_task_ids if u.endswith("_model_build")}
                assert up == known[n] & names, (n, up, known[n])
                assert "load_sources" in {u.task_id for u in task.get_flat_relatives(upstream=True)} , n
    elif what == "every_model_has_a_dag":
        m, dags = load("dbt_manifest"); seen = [n for dag in dags.values() for n in models(dag)]
        assert len(seen) == len(set(seen)) and set(seen) == ls("--resource-type", "model"), set(seen) ^ ls("--resource-type", "model")
    elif what == "schedules_and_retries":
        _, dags = load("dbt_manifest")
        assert dags["warehouse_every_15_minutes"].schedule == "*/15 * * * *" and dags["warehouse_daily"].schedule == "0 0 * * *"
        for dag in dags.values():
            assert dag.max_active_runs == 1
            for t in dag.tasks: assert t.retries == 2 and t.retry_delay == timedelta(minutes=5), t.task_id
    elif what == "runs":
        _, dags = load("dbt_manifest"); dag = dags["warehouse_every_15_minutes"]
        state, tasks = run(dag); assert state == "success" and set(tasks) == set(dag.task_dict) and set(tasks.values()) == {"success"}, (state, tasks)
    else: raise SystemExit("unknown check")
for what in sys.argv[1:]:
    try: one(what); print("RESULT ok", what, flush=True)
    except BaseException as e: traceback.print_exc(); print("RESULT bad", what + ":", " ".join(f"{type(e).__name__}: {e}".split())[:400], flush=True)
