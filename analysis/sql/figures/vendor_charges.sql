-- One row per vendor and channel (NULL: none is named): charges of the window in the shop's currency, and those
-- whose currency has no reference rate; `fees` are those that are not for goods.
select
    vendor_id,
    channel_id,
    sum(amount)::decimal(28, 6) as amount,
    sum(amount) filter (where function is null or function <> 'supply')::decimal(28, 6) as fees,
    count(*) filter (where amount is null) as unrated,
    count(*) filter (where amount is null and (function is null or function <> 'supply')) as unrated_fees,
    min(currency) filter (where amount is null) as unrated_currency
from staging.charges
where charged_on between $first and $last
group by vendor_id, channel_id
order by vendor_id, channel_id
