-- One row per payout in the shop's currency, as the source states it (negative = the vendor drew money).
with named as (
    select
        payouts.*,
        vendor_names.vendor_id,
        channel_names.channel_id as named_channel_id,
        timezone($zone, timezone('UTC', payouts.paid_at))::date as paid_on
    from landed.payouts as payouts
    left join staging.vendor_names as vendor_names on lower(trim(payouts.vendor)) = vendor_names.alias
    left join staging.channel_names as channel_names on lower(trim(payouts.channel)) = channel_names.alias
    left join staging.superseded as superseded
        on
            payouts.file_id = superseded.file_id and payouts.line = superseded.line
            and superseded.target = 'payouts'
    where superseded.file_id is null
),

-- A payout that names no channel belongs to the only channel that its vendor runs.
run as (
    select vendor_id, min(channel_id) as channel_id
    from staging.channels
    where vendor_id is not null
    group by vendor_id
    having count(*) = 1
)

select
    named.paid_on,
    date_trunc('month', named.paid_on)::date as month,
    named.vendor_id,
    coalesce(named.named_channel_id, run.channel_id) as channel_id,
    named.currency,
    (named.amount::double * fx.rate)::decimal(18, 6) as amount,
    named.amount as source_amount,
    named.period_from,
    named.period_to,
    named.file_id,
    named.line
from named
left join run on named.vendor_id = run.vendor_id
left join staging.fx_rates as fx on named.currency = fx.currency and named.paid_on = fx.day
order by named.file_id, named.line
