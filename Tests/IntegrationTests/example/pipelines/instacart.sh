# Pipeline 1: daily batches.
instacart_usual='WARN 2 in_range_instacart_daily_operations_35__80__orders_processed'

instacart_checks() {
    local whole
    whole=$(contents instacart)
    window='instacart_load_date: 2024-03-04' build instacart --full-refresh >"$work/log"
    check "instacart: loads the first of some days" "exit 0" "$(head -n 1 "$work/log")"
    window='instacart_load_from: 2024-03-20, instacart_load_to: 2024-04-02' build instacart >"$work/log"
    check "instacart: loads a range of days" "exit 0" "$(head -n 1 "$work/log")"
    check "instacart: loads the rest" "$(sound instacart)" "$(build instacart)"
    check "instacart: day by day equals all at once" "$whole" "$(contents instacart)"
    window='instacart_load_date: 2024-03-15' project run --select instacart >"$work/log"
    check "instacart: a day loaded again changes nothing" "$whole" "$(contents instacart)"
}
