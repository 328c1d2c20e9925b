# Pipeline 3: JSON orders every fifteen minutes, and the consequences of its checks.
orders15_usual='WARN 22 totals_equal_their_items'

orders15_checks() {
    local whole raw=analytics_orders15_raw.orders
    local sound_order="(select document from $raw where file_name <> 'planted.json' and document ->> 'order_id' = 'O-000100')"
    whole=$(contents orders15)
    orders15_expect "an order sent twice fails the run" "$sound_order" $'exit 1\nFAIL 1 duplicate_order_id'
    orders15_expect "an order without its number fails the task" "$sound_order - 'order_id'" \
        $'exit 1\nFAIL 1 not_null_staging_orders_order_id'
    orders15_expect "a wrong total warns" "$sound_order || '{\"order_id\": \"O-planted\", \"total_amount\": 1}'" "exit 0" 23
    orders15_plant "$sound_order || '{\"order_id\": \"O-planted\", \"customer_id\": \"C-nobody\"}'"
    check "orders15: an unknown customer passes" "exit 0" "$(build orders15 | head -n 1)"
    check "orders15: an unknown customer goes to the audit" "t" \
        "$(sql -c "select count(*) > 0 from analytics_orders15.audit_missing_references where order_id = 'O-planted' and is_customer_unknown")"
    check "orders15: an unknown customer is no fact" "0" \
        "$(sql -c "select count(*) from analytics_orders15.fact_orders where order_id = 'O-planted'")"
    orders15_unplant
    build orders15 >"$work/log"
    check "orders15: without the faults all is as before" "$whole" "$(contents orders15)"
}

orders15_plant() { sql -c "insert into $raw select 'planted.json', 1, max(window_start), $1 from $raw"; }

orders15_unplant() {
    sql -c "delete from $raw where file_name = 'planted.json'" \
        -c "delete from analytics_orders15.staging_orders where file_name = 'planted.json'" \
        -c "delete from analytics_orders15.fact_orders where order_id = 'O-planted'"
}

orders15_expect() { # what, SQL of the planted document, what the build says besides the usual
    orders15_plant "$2"
    check "orders15: $1" "$(printf '%s\n' "$3" "WARN ${4:-22} totals_equal_their_items" | sort)" "$(build orders15 | sort)"
    orders15_unplant
}
