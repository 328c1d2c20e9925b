# Pipeline 4: events in gzipped files, late and twice.
events_usual=

events_checks() {
    aside events_by_hour
    aside events_backfill
    aside events_late
    aside events_too_late
    aside events_duplicate
    aside events_missing_field
    aside events_malformed_file
}

# The files come in pieces of a day and of an hour.
events_by_hour() {
    local whole hours
    whole=$(contents events)
    forget events
    withhold 'events/*'
    for hours in 2024-05-01 '2024-05-0[2-6]' 2024-05-07 2024-05-08; do
        release "events/$hours"
        check "events: takes in $hours" "$(sound events)" "$(build events)"
    done
    release events/2024-05-09
    withhold 'events/2024-05-09/1*' 'events/2024-05-09/2*'
    check "events: takes in some hours" "$(sound events)" "$(build events)"
    release events/2024-05-09/10
    check "events: takes in one hour more" "$(sound events)" "$(build events)"
    release 'events/*'
    check "events: takes in the rest" "$(sound events)" "$(build events)"
    check "events: hour by hour equals all at once" "$whole" "$(contents events)"
}

events_backfill() {
    local others="select count(*), sum(hashtextextended(concat_ws(' ', tableoid, ctid, xmin), 0)) from"
    local before events="analytics_events.stg_events where event_at::date <> '2024-05-06'"
    sql -c "update analytics_events.stg_events set device = 'fridge' where event_at::date in ('2024-05-06', '2024-05-07')"
    before=$(sql -c "$others $events")
    window='events_load_from: 2024-05-06, events_load_to: 2024-05-07' project run --select stg_events >"$work/log"
    check "events: backfills a day" "exit 0" "$(cat "$work/log")"
    check "events: a backfilled day is as its files have it" "2024-05-07" \
        "$(sql -c "select distinct event_at::date from analytics_events.stg_events where device = 'fridge'")"
    check "events: a backfill writes no row of another day" "$before" "$(sql -c "$others $events")"
}

# Events of a planted file that were staged, and that were not.
events_staged() {
    sql -F ' ' -c "select count(*) filter (where s.event_id is not null), count(*) filter (where s.event_id is null)
        from analytics_events_raw.raw_events as r left join analytics_events.stg_events as s on s.event_id = r.event_data ->> 'event_id'
        where r.event_date > '2024-05-14' and (r.event_data ->> 'event_timestamp')::date $1"
}

events_late() {
    plant events-late
    check "events: events two days late are taken in" "$(sound events)" "$(build events)"
    check "events: they count on their day" "t 0" "$(events_staged "= '2024-05-13'" | sed 's/^[1-9][0-9]*/t/')"
    figures events
}

events_too_late() {
    local missed
    plant events-too-late
    build events >"$work/log"
    missed=$(events_staged "< '2024-05-13'")
    check "events: events five days late are left out" "0" "${missed% *}"
    check "events: a check counts them" "exit 0 WARN ${missed#* } events_beyond_the_lookback" "$(xargs <"$work/log")"
    logged events_beyond_the_lookback "warn ${missed#* }"
    window='events_load_from: 2024-05-01' build events >"$work/log"
    check "events: they are taken in on demand" "exit 0 0" "$(xargs <"$work/log") $(events_staged "< '2024-05-13'" | cut -d ' ' -f 2)"
    figures events
}

events_duplicate() {
    plant events-duplicate
    check "events: an event that comes again is merged" "$(sound events)" "$(build events)"
    check "events: it stands in two files and counts once" "1 1" "$(sql -F ' ' -c "
        select count(distinct s.event_id), count(*) from analytics_events.stg_events as s
        where s.file_name not like '2024-05-15/%' and s.event_id in (
            select event_data ->> 'event_id' from analytics_events_raw.raw_events where event_date > '2024-05-14')")"
    figures events
}

events_missing_field() {
    plant events-missing-field
    check "events: an event without its id warns" $'exit 0\nWARN 1 events_without_an_id' "$(build events)"
    logged events_without_an_id "warn 1"
}

events_malformed_file() {
    local before
    before=$(contents events)
    plant events-malformed-file
    check "events: a malformed file does not stop the run" "$(sound events)" "$(build events)"
    check "events: it is in the ledger, with the line" "events-00.ndjson.gz skipped t t" "$(ledger "status <> 'loaded'")"
    check "events: none of its events is loaded" "$before" "$(contents events)"
}
