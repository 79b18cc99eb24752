-- One row per vendor, kind and currency: what it held on the last day noted up to as_of, in the shop's currency where
-- a reference rate of that day, or the last before it, is known. On one day the register is believed before an export.
-- Money and goods alike; source: the files and lines that say so.
with written as (
    select
        names.vendor_id,
        balances.kind,
        coalesce(balances.currency, $currency) as currency,
        balances.as_on,
        sum(balances.amount) as source_amount,
        min(files.file) || ' line ' || string_agg(balances.line::varchar, ', ' order by balances.line) as source
    from register.balances as balances
    inner join landing.files as files on files.format = 'register.balances'
    inner join staging.vendor_names as names on lower(trim(balances.vendor_id)) = names.alias
    where balances.as_on <= $as_of
    group by names.vendor_id, balances.kind, coalesce(balances.currency, $currency), balances.as_on
),

told as (
    select
        balances.* replace (coalesce(balances.kind, 'balance') as kind),
        names.vendor_id,
        timezone($zone, timezone('UTC', balances.told_at))::date as as_on
    from landed.balances as balances
    inner join staging.vendor_names as names on lower(trim(balances.vendor)) = names.alias
),

last_told as (
    select * from told
    where as_on <= $as_of
    qualify
        row_number() over (
            partition by vendor_id, kind, currency, account
            order by told_at desc, file_id desc, line desc
        ) = 1
),

-- What stands on an account includes the payouts that are still to come from it.
balanced as (
    select vendor_id, currency, as_on from written
    where kind = 'balance'
    union all
    select vendor_id, currency, as_on from told
    where kind = 'balance'
),

-- A payout of a period that is over, paid later, still lies with the vendor.
unpaid as (
    select payouts.*
    from staging.payouts as payouts
    where
        payouts.period_to <= $as_of and payouts.paid_on > $as_of and payouts.source_amount > 0
        and not exists (
            select 1 from balanced
            where
                balanced.vendor_id = payouts.vendor_id and balanced.currency = payouts.currency
                and balanced.as_on between payouts.period_to and $as_of
        )
),

exported as (
    select vendor_id, kind, currency, as_on, amount, file_id, line from last_told
    union all
    select vendor_id, 'unpaid_payout' as kind, currency, $as_of::date as as_on, source_amount, file_id, line from unpaid
),

noted as (
    select written.*, 1 as preference
    from written
    union all by name
    select
        exported.vendor_id,
        exported.kind,
        exported.currency,
        max(exported.as_on) as as_on,
        sum(exported.amount) as source_amount,
        string_agg(files.file || ' line ' || exported.line, '; ' order by files.file, exported.line) as source,
        2 as preference
    from exported
    inner join landing.files as files using (file_id)
    group by exported.vendor_id, exported.kind, exported.currency
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
    latest.source
from latest
left join rated using (vendor_id, kind, currency)
order by latest.vendor_id, latest.kind, latest.currency
