-- One row per grain (channel, country, sku, customer), id and calendar month of the days from $first to $last.
-- id NULL: revenue that no id can be named for. *_squares: sums of the squared amounts of orders within the id.
with lines as not materialized (
    select
        channel_id,
        order_id,
        month,
        sku,
        country,
        customer,
        -- Its contribution cannot be told.
        gross is null or (kind = 'sale' and unit_costs is null and $cost_share is null) as is_open,
        gross as gross_sales,
        gross - tax as net_sales,
        gross - tax - (refunded - refunded_tax) as net_revenue,
        coalesce(unit_costs, ((gross - tax)::double * $cost_share::double)::decimal(28, 10), 0) as costs
    from staging.order_lines
    where status = 'completed' and ordered_on between $first and $last
),

-- An order goes to one buyer in one country unless its lines say otherwise. Each article leaves one of 62 marks on it:
-- where the marks are as many as the lines, no article is on two of them.
orders as materialized (
    select
        channel_id,
        order_id,
        month,
        min(country) as country,
        min(customer) as customer,
        coalesce(min(country) <> max(country), false) as has_countries,
        coalesce(min(customer) <> max(customer), false) as has_customers,
        bit_count(bit_or(1::bigint << (hash(sku) % 62)::integer)) < count(*) as may_repeat,
        bool_or(is_open) as is_open,
        sum(gross_sales)::decimal(28, 10) as gross_sales,
        sum(net_sales)::decimal(28, 10) as net_sales,
        sum(net_revenue)::decimal(28, 10) as net_revenue,
        sum(costs)::decimal(28, 10) as costs
    from lines
    group by channel_id, order_id, month
),

repeating as not materialized (
    select channel_id, order_id, month
    from orders
    where may_repeat
),

-- What an order holds of an article: its line, or the sum of its lines where there may be several.
articles as not materialized (
    select channel_id, order_id, month, sku, is_open, gross_sales, net_sales, net_revenue, costs
    from lines
    anti join repeating
        on
            lines.order_id = repeating.order_id and lines.month = repeating.month
            and lines.channel_id is not distinct from repeating.channel_id
    union all
    select
        channel_id,
        order_id,
        month,
        sku,
        bool_or(is_open) as is_open,
        sum(gross_sales)::decimal(28, 10) as gross_sales,
        sum(net_sales)::decimal(28, 10) as net_sales,
        sum(net_revenue)::decimal(28, 10) as net_revenue,
        sum(costs)::decimal(28, 10) as costs
    from lines
    semi join repeating
        on
            lines.order_id = repeating.order_id and lines.month = repeating.month
            and lines.channel_id is not distinct from repeating.channel_id
    group by channel_id, order_id, month, sku
),

-- A charge that names an order belongs to it in proportion to net revenue; the rest is spread over the channel's month.
order_charges as (
    select
        orders.channel_id,
        orders.order_id,
        max(named.amount)::double / sum(orders.net_revenue)::double as part
    from orders
    inner join (
        select channel_id, order_id, sum(amount) as amount
        from staging.charges
        where order_id is not null
        group by channel_id, order_id
    ) as named on orders.channel_id = named.channel_id and orders.order_id = named.order_id
    group by orders.channel_id, orders.order_id
    having sum(orders.net_revenue) > 0
),

elsewhere as (
    select channel_id, order_id
    from staging.order_lines
    where ordered_on < $first or ordered_on > $last
    group by channel_id, order_id
),

pools as (
    select charges.channel_id, charges.month, sum(charges.amount)::double as amount
    from staging.charges as charges
    left join order_charges
        on charges.channel_id = order_charges.channel_id and charges.order_id = order_charges.order_id
    left join elsewhere
        on charges.channel_id = elsewhere.channel_id and charges.order_id = elsewhere.order_id
    where
        charges.charged_on between $first and $last
        and order_charges.order_id is null and elsewhere.order_id is null
    group by charges.channel_id, charges.month
),

shares as (
    select pools.channel_id, pools.month, pools.amount / sum(orders.net_revenue)::double as part
    from pools
    inner join orders on pools.channel_id = orders.channel_id and pools.month = orders.month
    group by pools.channel_id, pools.month, pools.amount
    having sum(orders.net_revenue) > 0
),

-- An order that goes to several countries, or buyers, counts with each line where it belongs.
parted as not materialized (
    select 'country' as part, channel_id, order_id, month
    from orders
    where has_countries
    union all
    select 'customer' as part, channel_id, order_id, month
    from orders
    where has_customers
),

parts as not materialized (
    select
        parted.part,
        lines.channel_id,
        lines.order_id,
        lines.month,
        case parted.part when 'country' then lines.country else lines.customer end as part_id,
        bool_or(lines.is_open) as is_open,
        sum(lines.gross_sales)::decimal(28, 10) as gross_sales,
        sum(lines.net_sales)::decimal(28, 10) as net_sales,
        sum(lines.net_revenue)::decimal(28, 10) as net_revenue,
        sum(lines.costs)::decimal(28, 10) as costs
    from lines
    inner join parted
        on
            lines.order_id = parted.order_id and lines.month = parted.month
            and lines.channel_id is not distinct from parted.channel_id
    group by parted.part, lines.channel_id, lines.order_id, lines.month, part_id
),

facts as not materialized (
    select 'order' as part, orders.* exclude (may_repeat) from orders
    union all by name
    select parts.* from parts
    union all by name
    select 'article' as part, articles.* from articles
),

costed as not materialized (
    select
        facts.*,
        case
            when not facts.is_open
                then
                    facts.net_revenue - facts.costs
                    - (
                        facts.net_revenue::double * (coalesce(order_charges.part, 0) + coalesce(shares.part, 0))
                    )::decimal(28, 10)
        end as contribution
    from facts
    left join order_charges
        on facts.channel_id = order_charges.channel_id and facts.order_id = order_charges.order_id
    left join shares on facts.channel_id = shares.channel_id and facts.month = shares.month
),

named as (
    select 'channel' as grain, channel_id as id, costed.* from costed
    where part = 'order'
    union all
    select 'country' as grain, coalesce(country, part_id) as id, costed.* from costed
    where (part = 'order' and not has_countries) or part = 'country'
    union all
    select 'customer' as grain, coalesce(customer, part_id) as id, costed.* from costed
    where (part = 'order' and not has_customers) or part = 'customer'
    union all
    select 'sku' as grain, sku as id, costed.* from costed
    where part = 'article'
)

select
    grain,
    id,
    month,
    sum(gross_sales)::decimal(28, 10) as gross_sales,
    sum(net_sales)::decimal(28, 10) as net_sales,
    sum(net_revenue)::decimal(28, 10) as net_revenue,
    case when not bool_or(is_open) then sum(contribution) end::decimal(28, 10) as contribution,
    coalesce(sum((gross_sales::double * gross_sales::double)::decimal(38, 10)), 0) as gross_sales_squares,
    coalesce(sum((net_sales::double * net_sales::double)::decimal(38, 10)), 0) as net_sales_squares,
    coalesce(sum((net_revenue::double * net_revenue::double)::decimal(38, 10)), 0) as net_revenue_squares,
    coalesce(sum((contribution::double * contribution::double)::decimal(38, 10)), 0) as contribution_squares
from named
group by grain, id, month
order by grain, month, id
