-- One row per channel and month with orders up to the window's end, with the owner of the vendor that runs it.
select
    months.channel_id,
    coalesce(vendors.group_id, months.channel_id) as channel_group,
    months.month,
    months.net_revenue,
    months.net_revenue_squares,
    months.unknown_revenue_lines + months.unrated_lines as unknown_lines
from marts.channel_months as months
left join staging.channels as channels using (channel_id)
left join staging.vendors as vendors on channels.vendor_id = vendors.vendor_id
where months.month <= $last and (months.orders > 0 or months.net_revenue <> 0)
order by months.month, months.channel_id
