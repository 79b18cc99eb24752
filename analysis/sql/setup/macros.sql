-- Reading cells: numbers and times as people and systems write them; NULL where a text does not fit.
create macro to_number(cell, decimal_mark, thousands_mark) as (
    with bare as (
        select replace(replace(replace(regexp_replace(
            cell, '[\s\x{00a0}\x{202f}€$£]|[A-Z]{2,3}\$?', '', 'g'
        ), '−', '-'), '–', '-'), '‑', '-') as digits
    )

    select
        case
            when not regexp_full_match(
                digits,
                '[-+]?(\d+|\d{1,3}(' || case when thousands_mark = '' then 'x' else '[' || thousands_mark || ']' end
                || '\d{3})+)?([' || decimal_mark || ']\d*)?-?'
            ) or not regexp_matches(digits, '\d') then null
            when digits like '%-'
                then
                    -try_cast(replace(replace(
                        rtrim(digits, '-'), thousands_mark, ''
                    ), decimal_mark, '.') as decimal(18, 6))
            else try_cast(replace(replace(digits, thousands_mark, ''), decimal_mark, '.') as decimal(18, 6))
        end
    from bare
);

create macro plausible(moment) as (
    case when year(moment) between 2000 and 2099 then moment end
);

create macro at_utc(cell, zone, formats) as (plausible(
    case
        when regexp_full_match(cell, '\d{4}-.*(Z|[+-]\d{2}(:?\d{2})?)') and length(cell) > 10
            then timezone('UTC', try_cast(
                regexp_replace(cell, ' ?([+-]\d{2}):?(\d{2})$', '\1:\2') as timestamptz
            ))
        when cell like '% UTC'
            then coalesce(try_cast(left(cell, -4) as timestamp), try_strptime(left(cell, -4), formats))
        else timezone('UTC', timezone(zone, coalesce(try_cast(cell as timestamp), try_strptime(cell, formats))))
    end
));

create macro slug(words) as (
    trim(regexp_replace(replace(lower(strip_accents(words)), 'ß', 'ss'), '[^a-z0-9]+', '_', 'g'), '_')
);
