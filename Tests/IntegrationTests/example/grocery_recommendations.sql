-- Recommendations of fifty customers: five favourites, twenty neighbours of each by the baskets of sixty days, the five best that are new.
with bought as (
    select distinct customerid, salesdate::date as day, productid
    from analytics_grocery_raw.sales
    where salesdate >= (select max(salesdate)::date - 59 from analytics_grocery_raw.sales)
),

sizes as (
    select productid, count(*) as visits from bought group by 1
),

neighbours as (
    select
        productid,
        other,
        score,
        rank() over (partition by productid order by score desc, other) as place
    from (
        select
            a.productid,
            b.productid as other,
            round((count(*) / sqrt(max(sa.visits)::float8 * max(sb.visits)))::numeric, 6) as score
        from bought as a
        join bought as b on b.customerid = a.customerid and b.day = a.day and b.productid <> a.productid
        join sizes as sa on sa.productid = a.productid
        join sizes as sb on sb.productid = b.productid
        group by 1, 2
    ) as pairs
),

favourites as (
    select
        customerid,
        productid,
        rank() over (partition by customerid order by count(*) desc, max(salesdate::date) desc, productid) as place
    from analytics_grocery_raw.sales
    where customerid <= 50
    group by 1, 2
),

raw as (
    select customerid as customer_id, place, other as product_id, score
    from (
        select
            favourites.customerid,
            neighbours.other,
            sum(neighbours.score) as score,
            rank() over (partition by favourites.customerid order by sum(neighbours.score) desc, neighbours.other) as place
        from favourites
        join neighbours on neighbours.productid = favourites.productid and neighbours.place <= 20
        where favourites.place <= 5
            and not exists (
                select from favourites as has where has.customerid = favourites.customerid and has.productid = neighbours.other
            )
        group by 1, 2
    ) as best
    where place <= 5
),

mart as (
    select customer_id, place, product_id, score from analytics_grocery.mart_recommend where customer_id <= 50
)

(select * from raw except select * from mart) union all (select * from mart except select * from raw)
