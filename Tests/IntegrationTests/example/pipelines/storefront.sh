# Pipeline 5: exports of a shop's database, histories of what changes, and whether the money fits the orders.

storefront_checks() {
    local whole before facts="storefront__fct_orders storefront__fct_order_items" change
    whole=$(contents storefront)
    window='storefront_load_from: 2023-01-01, storefront_load_to: 2023-06-30' project run --select $facts --full-refresh >"$work/log"
    check "storefront: loads the first of some days" "exit 0" "$(cat "$work/log")"
    window='storefront_load_from: 2023-07-01, storefront_load_to: 2024-12-30' project run --select $facts >"$work/log"
    check "storefront: loads a range of days" "exit 0" "$(cat "$work/log")"
    window='storefront_load_date: 2024-12-31' project run --select $facts >"$work/log"
    check "storefront: loads the last day" "exit 0" "$(cat "$work/log")"
    check "storefront: day by day equals all at once" "$whole" "$(contents storefront)"

    before=$(places analytics_storefront.fct_orders ordered_on)
    window='storefront_load_date: 2024-02-03' project run --select $facts >"$work/log"
    check "storefront: a day loaded again changes nothing" "$whole" "$(contents storefront)"
    check "storefront: a day loaded again writes only that day" "2024-02-03" \
        "$(diff <(echo "$before") <(places analytics_storefront.fct_orders ordered_on) | sed -n 's/^> \([0-9-]*\).*/\1/p')"
    for change in new_versions orphan_payment overpaid_order negative_salary duplicate_customer; do aside "storefront_$change"; done
}

# The next exports: a customer has moved to another address for mail, a price has risen, an order is on its way back.
storefront_new_versions() {
    local before files="$work/landing/storefront"
    before=$(days analytics_storefront.fct_orders order_id)
    sed -i -E '2s/@example.com(.*),[^,]*$/@example.org\1,2025-01-01 09:00:00/' "$files/customers.csv"
    sed -i -E '3s/^(([^,]*,){4})[^,]*,/\1999.00,/' "$files/products.csv"
    sed -i -E '2s/,(delivered|returned|cancelled),([^,]*),[^,]*,/,shipped,\2,2025-01-01 09:00:00,/' "$files/orders.csv"
    check "storefront: the next exports are loaded" "exit 0" "$(build storefront)"
    check "storefront: a customer has two versions, one of them valid" "2|1" "$(sql -c "
        select count(*), count(*) filter (where dbt_valid_to is null and email like '%org' and dbt_valid_from = '2025-01-01 09:00')
        from analytics_storefront.storefront_customer_history where customer_id = 1")"
    check "storefront: … nobody else has" "1001" "$(sql -c "select count(*) from analytics_storefront.storefront_customer_history")"
    check "storefront: a product keeps its earlier price" "f|999.00" "$(sql -c "
        select distinct on (product_id) bool_or(price = 999) filter (where dbt_valid_to is not null) over (), price
        from analytics_storefront.storefront_product_history where product_id = 2 order by product_id, dbt_valid_from desc")"
    check "storefront: … nothing else has two" "201" "$(sql -c "select count(*) from analytics_storefront.storefront_product_history")"
    check "storefront: only the changed order changes" "1" \
        "$(diff <(echo "$before") <(days analytics_storefront.fct_orders order_id) | grep -c '^>')"
    figures storefront
}

storefront_orphan_payment() {
    local before
    before=$(contents storefront | grep -v -e payments -e payment_refunds)
    plant storefront-orphan-payment
    check "storefront: a payment of an unknown order is recorded" $'AUDIT 1 storefront_payments_name_known_orders\nexit 0' "$(build storefront | sort)"
    check "storefront: … and goes to the audit" "1|5.00" "$(sql -c "select count(*), sum(amount) from analytics_storefront.audit_orphan_payments")"
    check "storefront: … and changes nothing else" "$before" "$(contents storefront | grep -v -e payments -e payment_refunds)"
    figures storefront
}

storefront_overpaid_order() {
    plant storefront-overpaid-order
    check "storefront: an order paid twice warns" $'WARN 1 storefront_orders_are_reconciled\nexit 0' "$(build storefront | sort)"
    check "storefront: … and is to be cleared" "overpaid|5.00" \
        "$(sql -c "select reconciliation_status, excess_amount from analytics_storefront.payment_reconciliation where is_to_clear")"
    figures storefront
}

storefront_negative_salary() {
    local before
    before=$(contents storefront | grep -v stg_storefront__payroll)
    plant storefront-negative-salary
    check "storefront: a negative salary fails its check" $'FAIL 1 storefront_salaries_are_not_negative\nexit 1' "$(build storefront | sort)"
    check "storefront: … and what depends on salaries is skipped" "fct_payroll monthly_expenses monthly_profit payroll_trend" "$(skipped | xargs)"
    check "storefront: … and stays as it was" "$before" "$(contents storefront | grep -v stg_storefront__payroll)"
    unplant storefront
    check "storefront: without that salary all is sound" "$(sound storefront)" "$(build storefront)"
}

storefront_duplicate_customer() {
    local before
    before=$(contents storefront | grep -v stg_storefront__customers)
    plant storefront-duplicate-customer
    check "storefront: a customer who comes twice fails the run" $'FAIL 1 storefront_customers_are_unique\nexit 1' "$(build storefront | sort)"
    check "storefront: … so that nothing is built on it" "storefront__dim_customers storefront_customer_history" \
        "$(skipped | grep -x -e storefront__dim_customers -e storefront_customer_history | xargs)"
    check "storefront: … and all is as it was" "$before" "$(contents storefront | grep -v stg_storefront__customers)"
}
