# Pipeline 1: a folder of files a day.
instacart_usual=

instacart_checks() {
    aside instacart_by_day
    aside instacart_by_variables
    aside instacart_backfill
    aside instacart_duplicate_order
    aside instacart_unknown_product
    aside instacart_malformed_file
}

# The files come one day after the other, as in life.
instacart_by_day() {
    local whole day
    whole=$(contents instacart)
    forget instacart
    withhold instacart/2024-*
    for day in 2024-03-03 2024-03-04 '2024-03-0[5-9]' '2024-03-[123]*' 2024-04-01; do
        release "instacart/$day"
        check "instacart: takes in $day" "$(sound instacart)" "$(build instacart)"
    done
    release 'instacart/*'
    check "instacart: takes in the rest" "$(sound instacart)" "$(build instacart)"
    check "instacart: day by day equals all at once" "$whole" "$(contents instacart)"
}

# The files are all there, and the marts take them day by day.
instacart_by_variables() {
    local whole
    whole=$(contents instacart)
    window='instacart_load_date: 2024-03-04' build instacart --full-refresh >"$work/log"
    check "instacart: builds one day" "exit 0 2024-03-04" "$(head -n 1 "$work/log") $(sql -c "select distinct batch_date from analytics_instacart.dim_orders")"
    window='instacart_load_from: 2024-03-20, instacart_load_to: 2024-04-02' build instacart >"$work/log"
    check "instacart: builds a range of days" "exit 0 15" "$(head -n 1 "$work/log") $(sql -c "select count(distinct batch_date) from analytics_instacart.dim_orders")"
    check "instacart: builds the rest" "$(sound instacart)" "$(build instacart)"
    check "instacart: days by variables equal all at once" "$whole" "$(contents instacart)"
}

# Two days are spoilt; what is backfilled is put right, and no other row is written.
instacart_backfill() {
    local others="select count(*), sum(hashtextextended(concat_ws(' ', tableoid, ctid, xmin), 0)) from"
    local before days="batch_date in ('2024-03-15', '2024-03-16')" other="where batch_date <> '2024-03-15'"
    sql -c "update analytics_instacart.dim_orders set basket_size = 999 where $days" \
        -c "update analytics_instacart.fct_order_products set add_to_cart_order = 999 where $days"
    before=$(sql -c "$others analytics_instacart.dim_orders $other" -c "$others analytics_instacart.fct_order_products $other")
    window='instacart_load_date: 2024-03-15' project run --select dim_orders fct_order_products >"$work/log"
    check "instacart: backfills a day" "exit 0" "$(cat "$work/log")"
    check "instacart: a backfilled day is as its files have it" "2024-03-16 2024-03-16" \
        "$(sql -c "select distinct batch_date from analytics_instacart.dim_orders where basket_size = 999") $(sql \
            -c "select distinct batch_date from analytics_instacart.fct_order_products where add_to_cart_order = 999")"
    check "instacart: a backfill writes no row of another day" "$before" \
        "$(sql -c "$others analytics_instacart.dim_orders $other" -c "$others analytics_instacart.fct_order_products $other")"
}

instacart_duplicate_order() {
    local before
    before=$(contents instacart | grep -E 'dim_orders|kpis')
    plant instacart-duplicate-order
    check "instacart: an order that comes twice fails its node" $'exit 1\nFAIL 1 instacart_duplicate_order' "$(build instacart)"
    check "instacart: nothing is built on an order that comes twice" "$before" "$(contents instacart | grep -E 'dim_orders|kpis')"
    logged instacart_duplicate_order "fail_node 1"
}

instacart_unknown_product() {
    local before
    before=$(contents instacart | grep -E 'fct_order_products|product_segments')
    plant instacart-unknown-product
    check "instacart: an unknown product fails its node" $'exit 1\nFAIL 1 instacart_unknown_product' "$(build instacart)"
    check "instacart: nothing is built on an unknown product" "$before" "$(contents instacart | grep -E 'fct_order_products|product_segments')"
    logged instacart_unknown_product "fail_node 1"
}

instacart_malformed_file() {
    plant instacart-malformed-file
    build instacart >"$work/log"
    check "instacart: a malformed file fails the run" "exit 1" "$(head -n 1 "$work/log")"
    check "instacart: a malformed file is in the ledger, with the line" "orders.csv failed t t" "$(ledger "status <> 'loaded'")"
    check "instacart: none of its rows is loaded" "0" "$(sql -c "select count(*) from analytics_instacart_raw.orders where batch_date > '2024-05-01'")"
    check "instacart: what reads it is skipped" "t" "$(skipped | grep -q '^dim_orders$' && echo t)"
}
