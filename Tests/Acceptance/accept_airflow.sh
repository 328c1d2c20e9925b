#!/bin/bash
# The DAGs of examples/airflow (Cosmos over the example project at the repository's root): their tasks are the models that `ls` names.
. "$(dirname "$0")/lib.sh"
need cosmos; PY=$(V cosmos)/bin/python; ROOT=$(cd "$HERE/../.." && pwd)
export AIRFLOW_HOME=$W/af AIRFLOW__CORE__LOAD_EXAMPLES=False AIRFLOW__COSMOS__ENABLE_CACHE=False AIRFLOW__COSMOS__ENABLE_TELEMETRY=False PATH=$(V cosmos)/bin:$PATH
mkdir -p $W/warehouse; for f in dbt_project.yml martlet.yml models macros seeds snapshots data-tests; do cp -r "$ROOT/$f" $W/warehouse/; done
cat > $W/warehouse/profiles.yml <<END
martlet_demo:
  target: dev
  outputs: {dev: {type: postgres, host: "$ACCEPT_PGHOST", port: $ACCEPT_PGPORT, user: "$ACCEPT_PGUSER", password: "$ACCEPT_PGPASSWORD", dbname: "$ACCEPT_PGDATABASE", schema: accept_airflow, threads: 2}}
END
export MARTLET=$EXE MARTLET_PROJECT=$W/warehouse MARTLET_PROFILES=$W/warehouse DAGS=$ROOT/examples/airflow/martlet_warehouse.py
airflow db migrate >$W/af.log 2>&1 || { bad "airflow db migrate"; tail -n 5 $W/af.log; }
cd $W/warehouse; check "parse writes the manifest" "$EXE" parse --profiles-dir .
text() { case $1 in dbt_manifest) echo "the models that ls names are the tasks, from the manifest";; dbt_ls) echo "the models that ls names are the tasks, from ls";;
  every_model_has_a_dag) echo "every model belongs to exactly one DAG";; runs) echo "the DAG of the quarter of an hour loads the files and builds each model in a process of its own";; schedules_and_retries) echo "15 minutes and daily, two retries after five minutes";; *) echo $1;; esac; }
S() { local k m n=0; $PY $HERE/py/airflow_example.py "$@" >$W/airflow.log 2>&1; while read -r k m; do n=$((n+1)); [ $k = ok ] && ok "$(text ${m%%:*})" || bad "$(text ${m%%:*}) (${m#*: })"; done < <(grep -a '^RESULT ' $W/airflow.log | cut -d' ' -f2-)
  [ $n = $# ] || { bad "$n answers to $# checks"; tail -n 5 $W/airflow.log | cut -c1-300; }; }
S dbt_manifest dbt_ls every_model_has_a_dag schedules_and_retries
# The dimensions are the daily DAG's work; here the program does it. It needs the landing files' generator beside it.
LANDING=$(dirname "$EXE")/landing
if [ -x "$LANDING" ]; then
  check "the daily models" eval '"$LANDING" generate --pipelines orders15 && "$EXE" build --load-sources --select orders15,tag:daily --indirect-selection cautious --exclude "report_*" --profiles-dir .'
  S runs
else skip "no landing beside $EXE: no DAG was run"; fi
finish
