"""The example project as Airflow DAGs: one task a model, by Astronomer Cosmos over Martlet's manifest.

Every DAG loads the new landing files first, then builds the models with its tag; a model's task runs the model and its
tests, so that a failing test keeps what depends on the model from running. README.md says how to install it.
"""

import os
from datetime import datetime, timedelta
from pathlib import Path

from airflow import DAG
from airflow.providers.standard.operators.bash import BashOperator
from cosmos import DbtTaskGroup, ExecutionConfig, ProfileConfig, ProjectConfig, RenderConfig
from cosmos.constants import ExecutionMode, InvocationMode, LoadMode, TestBehavior

PROJECT = Path(os.environ.get("MARTLET_PROJECT", "/opt/warehouse"))
PROFILES = Path(os.environ.get("MARTLET_PROFILES", PROJECT))
MARTLET = os.environ.get("MARTLET", "/usr/local/bin/martlet")
# DBT_MANIFEST reads target/manifest.json, which `martlet parse` writes; DBT_LS asks `martlet ls` whenever Airflow parses.
LOAD_MODE = LoadMode(os.environ.get("MARTLET_LOAD_MODE", "dbt_manifest"))

# What each DAG does: when, which files it loads, which models it builds.
SCHEDULES = {
    "warehouse_every_15_minutes": ("*/15 * * * *", ["source:orders15.orders"], "tag:every_15_minutes"),
    "warehouse_hourly": ("5 * * * *", ["source:events"], "tag:hourly"),
    "warehouse_daily": (
        "0 0 * * *",
        ["source:instacart", "source:grocery", "source:storefront", "source:orders15.products", "source:orders15.customers"],
        "tag:daily",
    ),
}

profile = ProfileConfig(
    profile_name="martlet_demo",
    target_name=os.environ.get("MARTLET_TARGET", "dev"),
    profiles_yml_filepath=PROFILES / "profiles.yml",
)


def warehouse(dag_id, schedule, sources, selection):
    with DAG(
        dag_id=dag_id,
        schedule=schedule,
        start_date=datetime(2024, 1, 1),
        catchup=False,
        # A run that takes longer than its interval is waited for: two runs never write the same table.
        max_active_runs=1,
        default_args={"retries": 2, "retry_delay": timedelta(minutes=5)},
        tags=["martlet"],
    ) as dag:
        load = BashOperator(
            task_id="load_sources",
            bash_command=f"{MARTLET} source load --select {' '.join(sources)} --profiles-dir {PROFILES} --target {profile.target_name}",
            cwd=str(PROJECT),
        )
        models = DbtTaskGroup(
            group_id="models",
            project_config=ProjectConfig(
                dbt_project_path=PROJECT,
                manifest_path=PROJECT / "target" / "manifest.json" if LOAD_MODE is LoadMode.DBT_MANIFEST else None,
                project_name="martlet_demo",
            ),
            profile_config=profile,
            execution_config=ExecutionConfig(
                execution_mode=ExecutionMode.LOCAL,
                invocation_mode=InvocationMode.SUBPROCESS,
                dbt_executable_path=MARTLET,
            ),
            render_config=RenderConfig(
                load_method=LOAD_MODE,
                invocation_mode=InvocationMode.SUBPROCESS,
                dbt_executable_path=MARTLET,
                select=[selection],
                test_behavior=TestBehavior.BUILD,
                # A test over several models waits for all of them, in a task of its own.
                should_detach_multiple_parents_tests=True,
                dbt_deps=False,
            ),
            operator_args={"install_deps": False},
        )
        load >> models
    return dag


for dag_id, (schedule, sources, selection) in SCHEDULES.items():
    globals()[dag_id] = warehouse(dag_id, schedule, sources, selection)
