-- One row per input file: what was in it and what became of its rows.
with twice as (
    select file_id, line from landing.duplicates
    union
    select file_id, line from staging.superseded_sales
),

counted as (
    select file_id, count(*) as duplicates from twice
    group by file_id
),

dated as (
    select file_id, timezone($zone, timezone('UTC', ordered_at))::date as day from landed.sales
    union all
    select file_id, timezone($zone, timezone('UTC', refunded_at))::date as day from landed.refunds
    union all
    select file_id, timezone($zone, timezone('UTC', charged_at))::date as day from landed.charges
    union all
    select file_id, timezone($zone, timezone('UTC', paid_at))::date as day from landed.payouts
),

spans as (
    select file_id, min(day) as first_on, max(day) as last_on from dated
    group by file_id
)

select
    files.file,
    files.sha256,
    files.format,
    spans.first_on,
    spans.last_on,
    files.row_count,
    files.landed - coalesce(counted.duplicates, 0) as loaded,
    files.rejected,
    coalesce(counted.duplicates, 0) as duplicates
from landing.files as files
left join counted using (file_id)
left join spans using (file_id)
order by files.file
