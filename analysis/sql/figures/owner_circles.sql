-- One row per group of vendors that the register calls owners of each other: their names, and where it says so.
select
    vendors.group_id,
    string_agg(vendors.name, ' + ' order by vendors.name) as names,
    string_agg(written.line::varchar, ' + ' order by written.line) as lines,
    min(files.file) as file
from staging.vendors as vendors
inner join register.vendors as written on vendors.vendor_id = written.vendor_id
inner join landing.files as files on files.format = 'register.vendors'
where vendors.in_circle
group by vendors.group_id
order by vendors.group_id
