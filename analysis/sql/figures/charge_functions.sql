-- One row per function word of the window's charges, with where it stands first.
select
    charges.function,
    count(*) as charges,
    coalesce(sum(charges.amount), 0) as amount,
    min_by(files.file, (files.file, charges.line)) as file,
    min_by(charges.line, (files.file, charges.line)) as line
from staging.charges as charges
inner join landing.files as files using (file_id)
where charges.charged_on between $first and $last
group by charges.function
order by charges.function
