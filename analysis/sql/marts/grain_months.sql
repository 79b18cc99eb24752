-- One row per grain (channel, country, sku, customer), id and calendar month of the days from $first to $last.
-- id NULL: revenue that no id can be named for. *_squares: sums of the squared amounts of orders within the id.
with lines as not materialized (
    select
        lines.channel_id,
        lines.order_id,
        lines.month,
        lines.sku,
        lines.country,
        lines.customer,
        lines.kind = 'sale' as is_sale,
        lines.has_rate and lines.gross is null as is_unknown,
        not lines.has_rate as is_unrated,
        lines.kind = 'sale' and (products.unit_cost * cost_rate.rate is null or lines.quantity is null) as is_costless,
        lines.gross as gross_sales,
        lines.gross - lines.tax as net_sales,
        lines.gross - lines.tax - (lines.refunded - lines.refunded_tax) as net_revenue,
        coalesce(
            (lines.quantity::double * products.unit_cost::double * cost_rate.rate)::decimal(28, 10),
            ((lines.gross - lines.tax)::double * $cost_share::double)::decimal(28, 10)
        ) as unit_costs
    from staging.order_lines as lines
    left join register.products as products using (sku)
    left join staging.fx_rates as cost_rate
        on coalesce(products.currency, $currency) = cost_rate.currency and lines.ordered_on = cost_rate.day
    where lines.status = 'completed' and lines.ordered_on between $first and $last
),

-- An order goes to one buyer in one country. Reading the lines again for the articles costs less than keeping one
-- grouping of both: orders are kept, articles only pass through.
orders as materialized (
    select
        channel_id,
        order_id,
        month,
        min(country) as country,
        min(customer) as customer,
        count(*) filter (where is_sale) as line_count,
        count(*) filter (where is_unknown) as unknown_revenue_lines,
        count(*) filter (where is_unrated) as unrated_lines,
        count(*) filter (where is_costless) as costless_lines,
        sum(gross_sales)::decimal(28, 10) as gross_sales,
        sum(net_sales)::decimal(28, 10) as net_sales,
        sum(net_revenue)::decimal(28, 10) as net_revenue,
        sum(unit_costs)::decimal(28, 10) as unit_costs
    from lines
    group by channel_id, order_id, month
),

articles as not materialized (
    select
        channel_id,
        order_id,
        month,
        sku,
        count(*) filter (where is_sale) as line_count,
        count(*) filter (where is_unknown) as unknown_revenue_lines,
        count(*) filter (where is_unrated) as unrated_lines,
        count(*) filter (where is_costless) as costless_lines,
        sum(gross_sales)::decimal(28, 10) as gross_sales,
        sum(net_sales)::decimal(28, 10) as net_sales,
        sum(net_revenue)::decimal(28, 10) as net_revenue,
        sum(unit_costs)::decimal(28, 10) as unit_costs
    from lines
    group by channel_id, order_id, month, sku
),

facts as not materialized (
    select false as is_article, null as sku, orders.* from orders
    union all by name
    select true as is_article, null as country, null as customer, articles.* from articles
),

-- A charge that names an order belongs to it in proportion to net revenue; the rest is spread over the channel's month.
order_charges as (
    select
        orders.channel_id,
        orders.order_id,
        sum(orders.net_revenue)::double as net_revenue,
        max(named.amount) as amount
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
        charges.channel_id is not null and charges.charged_on between $first and $last
        and order_charges.order_id is null and elsewhere.order_id is null
    group by charges.channel_id, charges.month
),

shares as (
    select pools.channel_id, pools.month, pools.amount / nullif(sum(orders.net_revenue)::double, 0) as part
    from pools
    inner join orders on pools.channel_id = orders.channel_id and pools.month = orders.month
    group by pools.channel_id, pools.month, pools.amount
    having sum(orders.net_revenue) > 0
),

costed as not materialized (
    select
        facts.*,
        case
            when $cost_share is null and facts.costless_lines > 0 then null
            when facts.unknown_revenue_lines + facts.unrated_lines > 0 then null
            else
                facts.net_revenue - coalesce(facts.unit_costs, 0)
                - (
                    facts.net_revenue::double
                    * (
                        coalesce(order_charges.amount::double / nullif(order_charges.net_revenue, 0), 0)
                        + coalesce(shares.part, 0)
                    )
                )::decimal(28, 10)
        end as contribution
    from facts
    left join order_charges
        on facts.channel_id = order_charges.channel_id and facts.order_id = order_charges.order_id
    left join shares on facts.channel_id = shares.channel_id and facts.month = shares.month
),

squared as not materialized (
    select
        costed.*,
        (gross_sales::double * gross_sales::double)::decimal(38, 6) as gross_sales_square,
        (net_sales::double * net_sales::double)::decimal(38, 6) as net_sales_square,
        (net_revenue::double * net_revenue::double)::decimal(38, 6) as net_revenue_square,
        (contribution::double * contribution::double)::decimal(38, 6) as contribution_square
    from costed
),

named as (
    select 'channel' as grain, channel_id as id, squared.* from squared
    where not is_article
    union all
    select 'country' as grain, country as id, squared.* from squared
    where not is_article
    union all
    select 'customer' as grain, customer as id, squared.* from squared
    where not is_article
    union all
    select 'sku' as grain, sku as id, squared.* from squared
    where is_article
),

sales as (
    select
        grain,
        id,
        month,
        count(*) filter (where line_count > 0) as orders,
        sum(line_count)::bigint as line_count,
        sum(unknown_revenue_lines)::bigint as unknown_revenue_lines,
        sum(unrated_lines)::bigint as unrated_lines,
        sum(costless_lines)::bigint as costless_lines,
        count(*) filter (where contribution is null) as unknown_contributions,
        sum(gross_sales)::decimal(28, 10) as gross_sales,
        sum(net_sales)::decimal(28, 10) as net_sales,
        sum(net_revenue)::decimal(28, 10) as net_revenue,
        sum(unit_costs)::decimal(28, 10) as unit_costs,
        sum(contribution)::decimal(28, 10) as contribution,
        sum(gross_sales_square)::decimal(38, 6) as gross_sales_squares,
        sum(net_sales_square)::decimal(38, 6) as net_sales_squares,
        sum(net_revenue_square)::decimal(38, 6) as net_revenue_squares,
        sum(contribution_square)::decimal(38, 6) as contribution_squares
    from named
    group by grain, id, month
),

charged as (
    select 'channel' as grain, channel_id as id, month, sum(amount)::decimal(18, 6) as charges
    from staging.charges
    where channel_id is not null and charged_on between $first and $last
    group by channel_id, month
),

-- Grain payer: money of a vendor that names no channel.
paid as (
    select
        case when channel_id is null then 'payer' else 'channel' end as grain,
        coalesce(channel_id, vendor_id) as id,
        month,
        sum(amount)::decimal(18, 6) as payout,
        count(*) filter (where amount is null) as unknown_payouts
    from staging.payouts
    where paid_on between $first and $last
    group by channel_id is null, coalesce(channel_id, vendor_id), month
)

select
    grain,
    id,
    month,
    coalesce(sales.orders, 0) as orders,
    coalesce(sales.line_count, 0) as line_count,
    coalesce(sales.unknown_revenue_lines, 0) as unknown_revenue_lines,
    coalesce(sales.unrated_lines, 0) as unrated_lines,
    coalesce(sales.costless_lines, 0) as costless_lines,
    coalesce(sales.unknown_contributions, 0) as unknown_contributions,
    coalesce(paid.unknown_payouts, 0) as unknown_payouts,
    coalesce(charged.charges, 0) as charges,
    sales.gross_sales,
    sales.net_sales,
    sales.net_revenue,
    -- What a channel is charged counts in the month of the charge, whichever order it is for.
    case
        when sales.unknown_contributions > 0 or grain = 'payer' then null
        when grain = 'channel'
            then coalesce(sales.net_revenue, 0) - coalesce(sales.unit_costs, 0) - coalesce(charged.charges, 0)
        else sales.contribution
    end::decimal(28, 10) as contribution,
    paid.payout,
    coalesce(sales.gross_sales_squares, 0) as gross_sales_squares,
    coalesce(sales.net_sales_squares, 0) as net_sales_squares,
    coalesce(sales.net_revenue_squares, 0) as net_revenue_squares,
    coalesce(sales.contribution_squares, 0) as contribution_squares
from sales
full join charged using (grain, id, month)
full join paid using (grain, id, month)
order by grain, month, id
