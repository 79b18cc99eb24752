-- One row per vendor, kind and currency: what it held on the last day noted up to as_of; amount NULL without a rate.
with known as (
    select
        names.vendor_id,
        balances.kind,
        coalesce(balances.currency, $currency) as currency,
        balances.as_on,
        balances.amount
    from register.balances as balances
    inner join staging.vendor_names as names on lower(trim(balances.vendor_id)) = names.alias
    where balances.as_on <= $as_of
    qualify
        balances.as_on = max(balances.as_on) over (
            partition by names.vendor_id, balances.kind, coalesce(balances.currency, $currency)
        )
)

select
    known.vendor_id,
    known.kind,
    sum((known.amount::double * fx.rate)::decimal(18, 6))::decimal(18, 2) as amount,
    known.as_on,
    known.currency as source_currency,
    sum(known.amount)::decimal(18, 2) as source_amount
from known
left join staging.fx_rates as fx on known.currency = fx.currency and known.as_on = fx.day
group by known.vendor_id, known.kind, known.currency, known.as_on
order by known.vendor_id, known.kind, known.currency
