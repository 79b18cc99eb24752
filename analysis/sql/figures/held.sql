-- One row per vendor, kind and currency: what it held on the last day noted up to as_of, in the shop's currency where
-- a reference rate of that day, or the last before it, is known. On one day the register is believed before an export.
with written as (
    select
        names.vendor_id,
        balances.kind,
        coalesce(balances.currency, $currency) as currency,
        balances.as_on,
        sum(balances.amount) as source_amount,
        string_agg(balances.line::varchar, ', ' order by balances.line) as lines
    from register.balances as balances
    inner join staging.vendor_names as names on lower(trim(balances.vendor_id)) = names.alias
    where balances.as_on <= $as_of
    group by names.vendor_id, balances.kind, coalesce(balances.currency, $currency), balances.as_on
),

told as (
    select
        balances.*,
        names.vendor_id,
        timezone($zone, timezone('UTC', balances.told_at))::date as as_on
    from landed.balances as balances
    inner join staging.vendor_names as names on lower(trim(balances.vendor)) = names.alias
),

last_told as (
    select * from told
    where as_on <= $as_of
    qualify row_number() over (partition by vendor_id, currency order by told_at desc, file_id desc, line desc) = 1
),

noted as (
    select
        written.*,
        (
            select min(files.file) from landing.files as files
            where files.format = 'register.balances'
        ) as file,
        1 as preference
    from written
    union all
    select
        last_told.vendor_id,
        'balance' as kind,
        last_told.currency,
        last_told.as_on,
        last_told.amount as source_amount,
        last_told.line::varchar as lines,
        files.file,
        2 as preference
    from last_told
    inner join landing.files as files using (file_id)
),

latest as (
    select * from noted
    qualify row_number() over (partition by vendor_id, kind, currency order by as_on desc, preference asc) = 1
),

rated as (
    select
        latest.vendor_id,
        latest.kind,
        latest.currency,
        max_by(theirs.per_euro, theirs.published_on) as foreign_per_euro,
        max_by(ours.per_euro, ours.published_on) as own_per_euro
    from latest
    inner join reference.ecb_rates as theirs
        on latest.currency = theirs.currency and latest.as_on >= theirs.published_on
    inner join reference.ecb_rates as ours on ours.currency = $currency and theirs.published_on = ours.published_on
    group by latest.vendor_id, latest.kind, latest.currency
)

select
    latest.vendor_id,
    latest.kind,
    latest.currency,
    latest.source_amount,
    case
        when latest.currency = $currency then latest.source_amount::decimal(28, 10)
        else (
            latest.source_amount::double * nullif(rated.own_per_euro, 0)::double
            / nullif(rated.foreign_per_euro, 0)::double
        )::decimal(28, 10)
    end as amount,
    latest.as_on,
    latest.file,
    latest.lines
from latest
left join rated using (vendor_id, kind, currency)
order by latest.vendor_id, latest.kind, latest.currency
