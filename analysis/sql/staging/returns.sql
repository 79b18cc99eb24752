-- One row per article that came back, as the one who took it in tells it.
select
    channel_names.channel_id,
    returns.order_id,
    returns.sku,
    timezone($zone, timezone('UTC', returns.returned_at))::date as returned_on,
    returns.quantity,
    returns.reason,
    vendor_names.vendor_id,
    returns.file_id,
    returns.line
from landed.returns as returns
left join staging.channel_names as channel_names on lower(trim(returns.channel)) = channel_names.alias
left join staging.vendor_names as vendor_names on lower(trim(returns.vendor)) = vendor_names.alias
order by returns.file_id, returns.line
