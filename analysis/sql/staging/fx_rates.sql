-- One row per currency and day that occurs: units of the shop's currency for one unit, by ECB reference rates.
with sale_days as (
    select distinct currency, timezone($zone, timezone('UTC', ordered_at))::date as day from landed.sales
),

days as (
    select currency, day from sale_days
    union
    select currency, timezone($zone, timezone('UTC', refunded_at))::date as day from landed.refunds
    union
    select currency, timezone($zone, timezone('UTC', charged_at))::date as day from landed.charges
    union
    select currency, timezone($zone, timezone('UTC', paid_at))::date as day from landed.payouts
    union
    select $currency, day from sale_days
    union
    select products.currency, timezone($zone, timezone('UTC', sales.ordered_at))::date as day
    from landed.sales as sales
    inner join register.products as products using (sku)
),

-- The ECB publishes on working days; a day without a rate of its own takes the last one before it
-- (0 marks a day on which it says that there is none).
published as (
    select
        days.currency,
        days.day,
        max_by(foreign_rate.per_euro, foreign_rate.published_on) as foreign_per_euro,
        max_by(own_rate.per_euro, own_rate.published_on) as own_per_euro,
        max(foreign_rate.published_on) as published_on
    from days
    inner join reference.ecb_rates as foreign_rate
        on days.currency = foreign_rate.currency and days.day >= foreign_rate.published_on
    inner join reference.ecb_rates as own_rate
        on own_rate.currency = $currency and foreign_rate.published_on = own_rate.published_on
    where days.currency <> $currency
    group by days.currency, days.day
)

select currency, day, published_on, own_per_euro::double / foreign_per_euro::double as rate
from published
where foreign_per_euro > 0 and own_per_euro > 0
union all
select currency, day, day as published_on, 1::double as rate
from days
where currency = $currency
order by currency, day
