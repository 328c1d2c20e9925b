# What the checks of all pipelines are made of; `run` reads it first. Wants $command, $work and $database.

# A dbname that comes later wins.
sql() { psql -qXAt "$MARTLET_TEST_DATABASE dbname=$database" -v ON_ERROR_STOP=1 "$@"; }

failures=0
check() { # what, expected, found
    if [ "$2" = "$3" ]; then echo "ok    $1"; else
        echo "FAIL  $1"; diff <(echo "$2") <(echo "$3") | sed 's/^/        /' | head -20; failures=$((failures + 1)); fi
}

# project COMMAND…: runs a command of the project; prints its exit code and, one a line and sorted, what did not simply
# succeed. $window may hold more variables, such as `instacart_load_date: 2024-03-04`.
window=
project() {
    "$command" "$@" --vars "{landing: '$work/landing'${window:+, $window}}" --profiles-dir "$work" \
        --target-path "$work/target" --log-path "$work/logs" --no-use-colors >"$work/output" 2>&1
    echo "exit $?"
    sed -nE 's/^.* of [0-9]+ (FAIL [0-9]+|WARN [0-9]+|AUDIT [0-9]+|ERROR) ([^ ]* )*([A-Za-z0-9_]+) \.+ \[.*/\1 \3/p' "$work/output" | sort
}

# build PIPELINE… [OPTION…]: loads the pipelines' new files and builds their models.
build() { project build --load-sources --select "$@"; }

# The models, seeds and snapshots that the last command skipped, one a line.
skipped() { sed -nE 's/^.* of [0-9]+ SKIP relation [^ ]*\.([A-Za-z0-9_]+) \.+ \[.*/\1/p' "$work/output" | sort; }

# sound PIPELINE…: what a build of the pipelines says while their data are sound.
sound() {
    local pipeline usual
    echo "exit 0"
    for pipeline in "$@"; do usual=${pipeline}_usual; printf '%s' "${!usual:+${!usual}$'\n'}"; done | sort
}

# contents PIPELINE…: rows and digest of every relation that is built; a snapshot's own stamps aside.
contents() {
    local pipeline schemas=
    for pipeline in "$@"; do schemas+="${schemas:+,}analytics_$pipeline"; done
    sql <<END
select format(
    'select %L, count(*), coalesce(sum(hashtextextended((to_jsonb(r) - ''{dbt_updated_at,dbt_scd_id}''::text[])::text, 0)), 0) from %s as r',
    c.oid::regclass, c.oid::regclass)
from pg_class as c
where c.relnamespace::regnamespace::text = any(string_to_array('$schemas', ',')) and c.relkind in ('r', 'v', 'm', 'p') and not c.relispartition
order by c.oid::regclass::text
\gexec
END
}

# places RELATION COLUMN: for each value of the column a digest of where its rows are stored: rows written again move.
places() { sql -c "select $2, count(*), sum(hashtextextended(concat_ws(' ', tableoid, ctid, xmin), 0)) from $1 group by 1 order by 1"; }

# days RELATION COLUMN: for each value of the column the number and a digest of its rows.
days() { sql -c "select $2, count(*), sum(hashtextextended(r::text, 0)) from $1 as r group by 1 order by 1"; }

# figures PIPELINE: compares the marts with the independent computations of PIPELINE_*.sql.
figures() { local file; for file in "$here/$1"_*.sql; do check "$(basename "$file" .sql)" "" "$(sql -f "$file" 2>&1)"; done; }

# land PIPELINE…: writes the pipelines' landing files at small scale.
landing=$(dirname "$command")/landing
land() {
    local list
    [ -x "$landing" ] || return 0
    list=$(IFS=,; echo "$*")
    "$landing" generate --pipelines "$list" --output "$work/landing" >"$work/output" || { cat "$work/output"; exit 1; }
}

# aside COMMAND…: runs it with a copy of the database and of the landing folder in their place, and puts them back afterwards.
aside() {
    local home=$database
    database=${home}_aside
    psql -qX "$MARTLET_TEST_DATABASE" -c "create database $database template $home"
    sed -i "s/dbname: $home,/dbname: $database,/" "$work/profiles.yml"
    [ -d "$work/landing" ] && cp -a "$work/landing" "$work/landing.kept"
    "$@"
    [ -d "$work/landing.kept" ] && rm -rf "$work/landing" && mv "$work/landing.kept" "$work/landing"
    sed -i "s/dbname: $database,/dbname: $home,/" "$work/profiles.yml"
    psql -qX "$MARTLET_TEST_DATABASE" -c "drop database $database with (force)"
    database=$home
}

# forget PIPELINE: drops what was loaded and built of a pipeline.
forget() { sql -c "set client_min_messages = warning" -c "drop schema analytics_$1, analytics_$1_raw cascade"; }

# withhold PATTERN… takes files or folders below the landing folder out of sight; release PATTERN… gives them back.
withhold() { carry "$work/landing" "$work/withheld" "$@"; }
release() { carry "$work/withheld" "$work/landing" "$@"; }
carry() { # from, to, patterns
    local from=$1 to=$2
    shift 2
    mkdir -p "$to"
    # shellcheck disable=SC2068
    (cd "$from" && tar -cf - $@ | tar -xf - -C "$to" && rm -r $@)
}

# ledger CONDITION: name and status of the files in the ledger, and whether line and reason are noted.
ledger() {
    sql -F ' ' -c "select regexp_replace(path, '.*/', ''), status, error_line is not null, reason <> ''
        from analytics_load.load_ledger where $1 order by 1"
}

# logged TEST "ON_FAIL FAILURES": compares with what the quality log says of a test's last run.
logged() {
    check "the quality log has $1" "$2 t" "$(sql -F ' ' -c "select on_fail, failures, sample is not null
        from analytics_quality.data_quality_checks where test_name = '$1' order by run_started_at desc limit 1")"
}

# plant FAULT: adds the files of a fault to the landing folder; $planted has their paths below it, one a line.
planted=
plant() { planted=$("$landing" plant "$1" --output "$work/landing" | sed "s|^$work/landing/||"); }

# unplant PIPELINE: takes them away again, with the rows that they brought and their entries in the ledger. Raw tables name
# the file of a row in the column file_name.
unplant() {
    local file table
    for file in $planted; do
        rm -f "$work/landing/$file"
        for table in $(sql -c "select format('%I.%I', table_schema, table_name) from information_schema.columns
                where table_schema in ('analytics_$1_raw', 'analytics_$1_oltp') and column_name = 'file_name'"); do
            sql -c "delete from $table where '/$file' like '%/' || file_name"
        done
        sql -c "delete from analytics_load.load_ledger where path like '%/$file'" \
            -c "delete from analytics_load.load_quarantine where path like '%/$file'"
    done
    rm -f "$work/landing/.generated/planted"
}
