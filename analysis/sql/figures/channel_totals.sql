-- One row per channel: its gross sales, charges and contribution of the window; NULL where a month of it is unknown.
select
    channel_id,
    case when count(*) = count(gross_sales) and sum(unknown_revenue_lines + unrated_lines) = 0 then sum(gross_sales) end
        as gross_sales,
    case when count(*) = count(contribution) then sum(contribution) end as contribution
from marts.channel_months
where month between $first and $last and channel_id is not null
group by channel_id
order by channel_id
