# Pipeline 3: JSON orders every fifteen minutes, and the consequences of its checks.
orders15_usual=

orders15_checks() {
    check "orders15: loaded files are in the archive" "0 3028" \
        "$(find "$work/landing/orders15" -type f | wc -l) $(find "$work/landing/archive/orders15/orders" -type f | wc -l)"
    aside orders15_by_window
    aside orders15_backfill
    aside orders15_duplicate_order
    aside orders15_missing_field
    aside orders15_wrong_total
    aside orders15_unknown_customer
    aside orders15_unknown_product
    aside orders15_malformed_file
    aside orders15_retry
    aside orders15_schedule
}

# The files come window by window; the snapshot of tiers is no part of it, as it holds what the files said at the time.
orders15_by_window() {
    local whole day
    whole=$(contents orders15 | grep -v customer_tier_history)
    forget orders15
    rm -r "$work/landing/archive"
    land orders15
    withhold 'orders15/*/*'
    for day in 2024-01-01 '2024-01-*' '2024-02-*' '2024-03-0*' 2024-03-10; do
        release "orders15/orders/$day" "orders15/*/*_$day.csv"
        check "orders15: takes in $day" "$(sound orders15)" "$(build orders15)"
    done
    # A day in two parts, the second of which has windows before those of the first.
    release "orders15/orders/2024-03-11" "orders15/*/*_2024-03-11.csv"
    withhold 'orders15/orders/2024-03-11/*_0*'
    check "orders15: takes in half a day" "$(sound orders15)" "$(build orders15)"
    release 'orders15/*/*'
    check "orders15: takes in the rest" "$(sound orders15)" "$(build orders15)"
    check "orders15: window by window equals all at once" "$whole" "$(contents orders15 | grep -v customer_tier_history)"
}

orders15_backfill() {
    local others="select count(*), sum(hashtextextended(concat_ws(' ', tableoid, ctid, xmin), 0)) from"
    local before facts="analytics_orders15.fact_orders where ordered_on <> '2024-02-15'"
    local orders="analytics_orders15.staging_orders where ordered_at::date <> '2024-02-15'"
    sql -c "update analytics_orders15.fact_orders set amount = 0 where ordered_on in ('2024-02-15', '2024-02-16')" \
        -c "update analytics_orders15.staging_orders set payment_method = 'cash' where ordered_at::date in ('2024-02-15', '2024-02-16')"
    before=$(sql -c "$others $facts" -c "$others $orders")
    window='orders15_window_from: 2024-02-15, orders15_window_to: 2024-02-16' project run --select staging_orders fact_orders >"$work/log"
    check "orders15: backfills a day" "exit 0" "$(cat "$work/log")"
    check "orders15: a backfilled day is as its files have it" "2024-02-16 2024-02-16" \
        "$(sql -c "select distinct ordered_on from analytics_orders15.fact_orders where amount = 0") $(sql \
            -c "select distinct ordered_at::date from analytics_orders15.staging_orders where payment_method = 'cash'")"
    check "orders15: a backfill writes no row of another day" "$before" "$(sql -c "$others $facts" -c "$others $orders")"
}

orders15_duplicate_order() {
    local before
    before=$(contents orders15 | grep fact_orders)
    plant orders15-duplicate-order
    check "orders15: an order sent twice fails the run" $'exit 1\nFAIL 1 duplicate_order_id' "$(build orders15)"
    check "orders15: nothing is built after it" "$before" "$(contents orders15 | grep fact_orders)"
    logged duplicate_order_id "fail_run 1"
}

orders15_missing_field() {
    local before
    before=$(contents orders15 | grep fact_orders)
    plant orders15-missing-field
    check "orders15: an order without its number fails the node" $'exit 1\nFAIL 1 missing_required_field' "$(build orders15)"
    check "orders15: what depends on the orders is skipped" "$before t" "$(contents orders15 | grep fact_orders) $(skipped | grep -q '^fact_orders$' && echo t)"
    check "orders15: what does not depend on them is built" "" "$(skipped | grep dim_)"
    logged missing_required_field "fail_node 1"
}

orders15_wrong_total() {
    plant orders15-wrong-total
    check "orders15: a wrong total warns" $'exit 0\nWARN 1 totals_equal_their_items' "$(build orders15)"
    logged totals_equal_their_items "warn 1"
}

orders15_unknown_customer() {
    local order
    plant orders15-unknown-customer
    build orders15 >"$work/log"
    check "orders15: an unknown customer is only recorded" "exit 0 unknown_customer" "$(sed 's/^AUDIT [0-9]*//' "$work/log" | xargs)"
    order=$(sql -c "select distinct order_id from analytics_orders15.audit_missing_references where is_customer_unknown")
    check "orders15: its lines go to the audit, and are no facts" "t 0" \
        "${order:+t} $(sql -c "select count(*) from analytics_orders15.fact_orders where order_id = '$order'")"
    check "orders15: the order is in the quality log" "audit t" \
        "$(sql -F ' ' -c "select on_fail, failures > 0 from analytics_quality.data_quality_checks where test_name = 'unknown_customer' order by started_at desc limit 1")"
}

orders15_unknown_product() {
    plant orders15-unknown-product
    check "orders15: an unknown product is only recorded" $'exit 0\nAUDIT 1 unknown_product' "$(build orders15)"
    check "orders15: its line goes to the audit" "P-999 f t" \
        "$(sql -F ' ' -c "select product_id, is_customer_unknown, is_product_unknown from analytics_orders15.audit_missing_references")"
    logged unknown_product "audit 1"
}

orders15_malformed_file() {
    plant orders15-malformed-file
    check "orders15: a broken element does not stop the run" "$(sound orders15)" "$(build orders15)"
    check "orders15: it is in the quarantine, with line and reason" "1 t t t" \
        "$(sql -F ' ' -c "select count(*), bool_and(line_number > 1), bool_and(reason <> ''), bool_and(raw like '%order_id%') from analytics_load.load_quarantine")"
    check "orders15: the good orders beside it are facts" "2" \
        "$(sql -c "select count(distinct order_id) from analytics_orders15.fact_orders where ordered_on = '2024-04-10'")"
}

# The first try of a model meets a serialization failure; a sequence keeps count, as no rollback takes it back.
orders15_retry() {
    sql -c "create sequence public.tries" -c "create function public.fail_once() returns trigger language plpgsql as
            \$\$ begin if nextval('public.tries') = 1 then raise serialization_failure using message = 'planted'; end if; return null; end \$\$" \
        -c "create trigger fail_once before insert on analytics_orders15.staging_orders execute function public.fail_once()"
    plant orders15-wrong-total
    check "orders15: a transient failure is tried again" $'exit 0\nWARN 1 totals_equal_their_items' "$(build orders15)"
    check "orders15: the try is visible" "2 t" "$(sql -c "select last_value from public.tries") $(grep -qi 'retr.*staging_orders\|staging_orders.*retr' "$work/output" && echo t)"
}

# examples/cron/warehouse-run: exit codes, one run at a time.
orders15_schedule() {
    local options="--vars '{landing: $work/landing}' --profiles-dir $work --target-path $work/target --log-path $work/logs"
    scheduled() { MARTLET=$command MARTLET_OPTIONS=$options WAREHOUSE_NOTIFY="cat >>$work/notified" examples/cron/warehouse-run "$@" >"$work/output" 2>&1; echo $?; }
    check "orders15: the scheduled run succeeds" 0 "$(scheduled tag:every_15_minutes)"
    check "orders15: a scheduled run waits for no other" "75" \
        "$(exec 9<dbt_project.yml; flock 9; scheduled tag:every_15_minutes)"
    plant orders15-duplicate-order
    check "orders15: a scheduled run tells of a failure" "1 t" "$(scheduled tag:every_15_minutes) $(grep -q duplicate_order_id "$work/notified" && echo t)"
    check "orders15: a scheduled run tells that nothing could be run" 2 "$(MARTLET_OPTIONS= options='--profiles-dir /nowhere' scheduled tag:every_15_minutes)"
}
