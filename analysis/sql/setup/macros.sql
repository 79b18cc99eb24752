-- Reading cells: numbers and times as people and systems write them; NULL where a text does not fit.
create macro bare_number(cell) as (
    replace(replace(replace(
        case
            when regexp_full_match(cell, '[-+0-9.,]*') then cell
            -- Blanks part thousands; digits parted otherwise are a telephone number or a date.
            when
                regexp_matches(cell, '\d[\s\x{00a0}\x{202f}]+\d')
                and not regexp_full_match(cell, '\D*\d{1,3}([\s\x{00a0}\x{202f}]\d{3})+([.,]\d*)?\D*')
                then 'x'
            else regexp_replace(
                regexp_replace(cell, '^\((.*)\)$', '-\1'), '[\s\x{00a0}\x{202f}€$£¥''’]|[A-Z]{2,3}\$?|C \$', '', 'g'
            )
        end, '−', '-'
    ), '–', '-'), '‑', '-')
);

create macro to_number(cell, decimal_mark, thousands_mark) as (
    case
        when not regexp_full_match(
            bare_number(cell),
            '[-+]?(\d+|\d{1,3}(' || case when thousands_mark = '' then 'x' else '[' || thousands_mark || ']' end
            || '\d{3})+)?([' || decimal_mark || ']\d*)?-?'
        ) or not regexp_matches(bare_number(cell), '\d') or regexp_full_match(cell, '[+0]\d{7,}') then null
        when bare_number(cell) like '%-'
            then
                -try_cast(replace(replace(
                    rtrim(bare_number(cell), '-'), thousands_mark, ''
                ), decimal_mark, '.') as decimal(18, 6))
        else try_cast(replace(replace(bare_number(cell), thousands_mark, ''), decimal_mark, '.') as decimal(18, 6))
    end
);

create macro plausible(moment) as (
    case when year(moment) between 2000 and 2099 then moment end
);

-- The months of a German, French, Italian, Spanish, Dutch or Swedish date as the English ones that strptime reads.
create macro in_english(cell) as (
    case
        when not regexp_matches(cell, '\p{L}{3}|[ap]\.m\.') then cell
        else regexp_replace(
            regexp_replace(regexp_replace(regexp_replace(
                regexp_replace(regexp_replace(regexp_replace(
                    regexp_replace(regexp_replace(regexp_replace(
                        regexp_replace(regexp_replace(regexp_replace(
                            cell,
                            '\b(jan(uar|ner|v|vier)?|jänner|gen(naio)?|ene(ro)?)\b\.?', 'Jan', 'i'
                        ),
                        '\b(feb(ruar|braio|rero)?|févr(ier)?)\b\.?', 'Feb', 'i'),
                        '\b(märz?|mrz|mrt|mars|marzo|mar)\b\.?', 'Mar', 'i'),
                        '\b(apr(ile)?|a[vb]r(il)?)\b\.?', 'Apr', 'i'
                    ),
                    '\b(mai|mei|maj|mag(gio)?|mayo|may)\b\.?', 'May', 'i'),
                    '\b(juni?|juin|giu(gno)?|junio)\b\.?', 'Jun', 'i'),
                    '\b(juli?|juil(let)?|lug(lio)?|julio)\b\.?', 'Jul', 'i'
                ),
                '\b(août|ago(sto)?|aug)\b\.?', 'Aug', 'i'),
                '\b(set(tembre)?|sept?|septi?embre)\b\.?', 'Sep', 'i'),
                '\b(okt(ober)?|ott(obre)?|oct([ou]bre)?)\b\.?', 'Oct', 'i'
            ),
            '\b(nov|novi?embre)\b\.?', 'Nov', 'i'),
            '\b(dez(ember)?|déc(embre)?|dici?embre|dic|dec)\b\.?', 'Dec', 'i'),
            '\b([ap])\.m\.', '\1M', 'i'
        )
    end
);

-- Minutes east of Greenwich of the zones that exports abbreviate; the same letters elsewhere mean other zones.
create macro zone_minutes(zone) as (
    case
        when zone in ('UTC', 'GMT', 'WET') then 0
        when zone in ('WEST', 'BST', 'CET', 'MEZ') then 60
        when zone in ('CEST', 'MESZ', 'EET') then 120
        when zone in ('EEST', 'MSK', 'TRT') then 180
        when zone in ('IST') then 330
        when zone in ('SGT') then 480
        when zone in ('JST') then 540
        when zone in ('AEST') then 600
        when zone in ('AEDT') then 660
        when zone in ('NZST') then 720
        when zone in ('NZDT') then 780
        when zone in ('BRT', 'ADT') then -180
        when zone in ('AST', 'EDT') then -240
        when zone in ('EST', 'CDT') then -300
        when zone in ('CST', 'MDT') then -360
        when zone in ('MST', 'PDT') then -420
        when zone in ('PST', 'AKDT') then -480
        when zone in ('AKST') then -540
        when zone in ('HST') then -600
    end
);

-- A place whose clocks show an abbreviated zone in its season: CEST in summer only, CET in winter only.
create macro season_of(zone) as (
    case
        when zone in ('CET', 'CEST', 'MEZ', 'MESZ') then 'Europe/Berlin'
        when zone in ('GMT', 'BST') then 'Europe/London'
        when zone in ('EET', 'EEST') then 'Europe/Athens'
        when zone in ('WET', 'WEST') then 'Europe/Lisbon'
        when zone in ('EST', 'EDT') then 'America/New_York'
        when zone in ('CST', 'CDT') then 'America/Chicago'
        when zone in ('MST', 'MDT') then 'America/Denver'
        when zone in ('PST', 'PDT') then 'America/Los_Angeles'
        when zone in ('AEST', 'AEDT') then 'Australia/Sydney'
        when zone in ('NZST', 'NZDT') then 'Pacific/Auckland'
    end
);

-- Years come with four digits: "12/11/20" is no day of the year 12.
create macro moment(cell, formats) as (
    coalesce(
        plausible(try_cast(cell as timestamp)), try_strptime(cell, formats), try_strptime(in_english(cell), formats)
    )
);

create macro in_zone(cell, zone, formats) as (
    case
        when zone_minutes(zone) is not null
            then moment(cell, formats) - to_minutes(zone_minutes(zone))
        when list_contains((select list(zones.name) from pg_timezone_names() as zones), zone)
            then timezone('UTC', timezone(zone, moment(cell, formats)))
    end
);

-- A moment with an offset or zone of its own counts by that, another by the zone of its source.
create macro at_utc(cell, zone, formats) as (plausible(
    case
        when regexp_full_match(cell, '[0-9T :.,/-]+')
            then timezone('UTC', timezone(zone, moment(cell, formats)))
        when regexp_full_match(cell, '\d{4}-.*(Z|[+-]\d{2}(:?\d{2})?)') and length(cell) > 10
            then timezone('UTC', try_cast(
                regexp_replace(cell, ' ?([+-]\d{2}):?(\d{2})$', '\1:\2') as timestamptz
            ))
        when regexp_matches(cell, '(?:GMT|UTC)[+-]\d{1,2}(?::?\d{2})?$')
            then
                moment(regexp_replace(cell, ' ?(?:GMT|UTC)[+-]\d{1,2}(?::?\d{2})?$', ''), formats)
                - to_minutes(
                    regexp_extract(cell, '([+-]\d{1,2}):?(?:\d{2})?$', 1)::integer * 60
                    + coalesce(try_cast(regexp_extract(cell, '[+-]\d{1,2}:?(\d{2})$', 1) as integer), 0)
                    * case when regexp_matches(cell, '-\d{1,2}(?::?\d{2})?$') then -1 else 1 end
                )
        when regexp_matches(cell, '\d.* ([A-Z]{3,4}|[A-Z][a-z]+/[A-Za-z_]+)$') and not regexp_matches(cell, ' [AP]M$')
            then in_zone(
                regexp_replace(cell, ' [A-Za-z_/]+$', ''), regexp_extract(cell, '([A-Za-z_/]+)$', 1), formats
            )
        else timezone('UTC', timezone(zone, moment(cell, formats)))
    end
));

create macro slug(words) as (
    trim(regexp_replace(replace(lower(strip_accents(words)), 'ß', 'ss'), '[^a-z0-9]+', '_', 'g'), '_')
);

-- A lookup, not a join: the few names stay on one side whatever the planner thinks of the size of the other.
create macro country_code(words) as (
    case
        when regexp_full_match(words, '[A-Z][A-Z]')
            then case when list_contains((select list(distinct code) from reference.territories), words) then words end
        else (select map(list(word), list(code)) from reference.territories)[lower(words)]
    end
);

-- A company by its own name: without legal form, country and line of business at its end. No lone letter ends a name,
-- so that "Otto K." stays a person.
create macro company(words) as (
    regexp_replace(
        slug(words),
        '(_(gmbh|co|kg|ag|se|sa|sarl|sca|ltd|limited|uc|bv|nv|ab|publ|inc|llc|plc|dac|et|cie|s_a_r_l|s_c_a|s_a|b_v|n_v'
        || '|e_commerce|eu|uk|de|europe|international|ireland|germany|deutschland|luxembourg|niederlassung|branch|bank'
        || '|payments|payment|commerce|technology|services|marketplaces|marketplace|seller))+$',
        ''
    )
);
