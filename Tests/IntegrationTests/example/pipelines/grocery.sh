# Pipeline 2: a file of sales a day, facts in a partition a day.

grocery_checks() {
    local whole before
    whole=$(contents grocery)
    window='grocery_load_date: 2018-01-01' build grocery --full-refresh >"$work/log"
    check "grocery: loads the first of some days" "exit 0" "$(cat "$work/log")"
    check "grocery: nothing but that day" "2018-01-01" "$(sql -c "select distinct sales_day from analytics_grocery.fct_sales")"
    window='grocery_load_from: 2018-01-02, grocery_load_to: 2018-03-31' build grocery >"$work/log"
    check "grocery: loads a range of days" "exit 0" "$(cat "$work/log")"
    check "grocery: loads the rest" "$(sound grocery)" "$(build grocery)"
    check "grocery: day by day equals all at once" "$whole" "$(contents grocery)"

    before=$(places analytics_grocery.fct_sales sales_day)
    window='grocery_load_date: 2018-02-03' project run --select fct_sales >"$work/log"
    check "grocery: a day loaded again changes nothing" "$whole" "$(contents grocery)"
    check "grocery: a day loaded again writes only that day" "2018-02-03" \
        "$(diff <(echo "$before") <(places analytics_grocery.fct_sales sales_day) | sed -n 's/^> \([0-9-]*\).*/\1/p')"
    check "grocery: each day is a partition" "130" \
        "$(sql -c "select count(*) from pg_inherits where inhparent = 'analytics_grocery.fct_sales'::regclass and inhrelid::regclass::text ~ '__p2018'")"
    aside grocery_corrected_day
    local fault
    for fault in unknown_customer negative_quantity malformed_file; do aside "grocery_$fault"; done
}

# A day's file comes again with other rows: loading that day changes that day alone.
grocery_corrected_day() {
    local before file="$work/landing/grocery/sales/sales_2018-03-15.csv"
    before=$(days analytics_grocery.fct_sales sales_day)
    sed -i '2d' "$file"
    window='grocery_load_date: 2018-03-15' build grocery >"$work/log"
    check "grocery: a corrected day is loaded" "exit 0" "$(cat "$work/log")"
    check "grocery: a corrected day changes only that day" "2018-03-15" \
        "$(diff <(echo "$before") <(days analytics_grocery.fct_sales sales_day) | sed -n 's/^> \([0-9-]*\).*/\1/p')"
    figures grocery
}

# What depends on the sales stays as it was; the rest of the run succeeds.
grocery_unknown_customer() {
    local before
    before=$(contents grocery)
    plant grocery-unknown-customer
    check "grocery: a sale to an unknown customer fails its check" $'exit 1\nFAIL 1 grocery_sales_name_known_customers' "$(build grocery)"
    check "grocery: … and all that depends on the sales is skipped" "$(grocery_sales_models)" "$(skipped)"
    unplant grocery
    check "grocery: without that sale all is as before" "$(sound grocery)" "$(build grocery)"
    check "grocery: … in every table" "$before" "$(contents grocery)"
}

grocery_negative_quantity() {
    plant grocery-negative-quantity
    check "grocery: a negative quantity fails its check" $'exit 1\nFAIL 1 grocery_sales_have_positive_quantities' "$(build grocery)"
    check "grocery: … and all that depends on the sales is skipped" "$(grocery_sales_models)" "$(skipped)"
}

grocery_malformed_file() {
    local before
    before=$(sql -c "select count(*) from analytics_grocery.fct_sales")
    plant grocery-malformed-file
    check "grocery: a row that cannot be read is a warning" "exit 0" "$(build grocery)"
    check "grocery: … waits in the quarantine" "grocery/sales/sales_2018-05-11.csv|t" "$(sql -c "
        select 'grocery' || split_part(path, 'grocery', 2), raw like '%three%' from analytics_load.load_quarantine")"
    check "grocery: … and the other rows of its file are loaded" "t" \
        "$(sql -c "select count(*) - $before = count(*) filter (where sales_day = '2018-05-11') and count(*) > $before from analytics_grocery.fct_sales")"
    figures grocery
}

# All models that depend on the sales.
grocery_sales_models() {
    "$command" ls --profiles-dir "$work" --target-path "$work/target" --log-path "$work/logs" --quiet \
        --resource-type model --select stg_grocery__sales+ --exclude stg_grocery__sales --output name | sort
}
