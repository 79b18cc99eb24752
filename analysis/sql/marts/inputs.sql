-- One row per input file: what was in it and what became of its rows.
-- A row is a duplicate when nothing of it is used: another row says the same, or all that it tells.
with uses as (
    select 'sales' as target, file_id, line from landed.sales
    union all
    select 'refunds' as target, file_id, line from landed.refunds
    union all
    select 'charges' as target, file_id, line from landed.charges
    union all
    select 'payouts' as target, file_id, line from landed.payouts
    union all
    select 'other' as target, file_id, line from landed.payments
    union all
    select 'other' as target, file_id, line from landed.deliveries
    union all
    select 'other' as target, file_id, line from landed.returns
    union all
    select 'other' as target, file_id, line from landed.set_aside
),

superseded as (
    select distinct target, file_id, line from staging.superseded
),

unused as (
    select uses.file_id, uses.line
    from uses
    left join superseded using (target, file_id, line)
    where (uses.file_id, uses.line) in (select (s.file_id, s.line) from superseded as s)
    group by uses.file_id, uses.line
    having count(superseded.target) = count(*)
),

twice as (
    select file_id, line from landing.duplicates
    union
    select file_id, line from unused
),

counted as (
    select file_id, count(*) as duplicates from twice
    group by file_id
),

-- Which files say what the duplicates say.
tellers as (
    select file_id, of_file from landing.duplicates
    union
    select unused.file_id, others.file as of_file
    from unused
    inner join staging.superseded as superseded
        on unused.file_id = superseded.file_id and unused.line = superseded.line
    inner join landing.files as others on superseded.of_file_id = others.file_id
),

told_by as (
    select file_id, list_sort(list(of_file)) as files from tellers
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
    union all
    select file_id, timezone($zone, timezone('UTC', paid_at))::date as day from landed.payments
    union all
    select file_id, coalesce(shipped_on, delivered_on, promised_on) as day from landed.deliveries
    union all
    select file_id, timezone($zone, timezone('UTC', returned_at))::date as day from landed.returns
    union all
    select file_id, timezone($zone, timezone('UTC', told_at))::date as day from landed.set_aside
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
    coalesce(counted.duplicates, 0) as duplicates,
    coalesce(told_by.files, []) as told_by
from landing.files as files
left join told_by using (file_id)
left join counted using (file_id)
left join spans using (file_id)
order by files.file
