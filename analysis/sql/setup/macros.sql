-- Reading cells: numbers and times as people and systems write them; NULL where a text does not fit.
-- A cell without blanks around it, and without the ="…" by which Excel is kept from changing a number.
create macro clean(cell, spaces) as (
    case
        when ascii(cell) between 33 and 126 and ascii(cell) <> 61 and ascii(right(cell, 1)) between 33 and 126 then cell
        else regexp_replace(trim(cell, spaces), '^="(.*)"$', '\1')
    end
);

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
                regexp_replace(cell, '^\((.*)\)$', '-\1'),
                '[\s\x{00a0}\x{202f}€$£¥''’]|[A-Z]{2,3}\$?|[A-Z] ?\$|kr\.?|zł|Kč', '', 'g'
            )
        end, '−', '-'
    ), '–', '-'), '‑', '-')
);

-- The value of a cell whose bare number is known; each macro that uses an argument often is given a plain column.
create macro number_of(bare, cell, decimal_mark, thousands_mark) as (
    case
        when not regexp_full_match(
            bare,
            '[-+]?(\d+|\d{1,3}(' || case when thousands_mark = '' then 'x' else '[' || thousands_mark || ']' end
            || '\d{3})+)?([' || decimal_mark || ']\d*)?-?'
        ) or not regexp_matches(bare, '\d') or regexp_full_match(cell, '[+0]\d{7,}') then null
        else
            try_cast(
                case when bare like '%-' then '-' else '' end
                || replace(replace(rtrim(bare, '-'), thousands_mark, ''), decimal_mark, '.') as decimal(18, 6)
            )
    end
);

-- Most cells are plain digits, which one look tells; a lambda over a list of one makes the bare number of others once.
create macro to_number(cell, decimal_mark, thousands_mark) as (
    case
        when regexp_full_match(cell, '-?(0|[1-9]\d{0,10})([' || decimal_mark || ']\d{1,6})?')
            then case when decimal_mark = '.' then cell else replace(cell, decimal_mark, '.') end::decimal(18, 6)
        when cell is not null
            then list_transform(
                [bare_number(cell)], lambda bare: number_of(bare, cell, decimal_mark, thousands_mark)
            )[1]
    end
);

create macro plausible(moment) as (
    case when year(moment) between 2000 and 2099 then moment end
);

-- The month that a word begins like in German, French, Italian, Spanish, Portuguese, Dutch, Swedish, Polish or Turkish,
-- as the English one that strptime reads.
create macro english_month(word) as (
    case
        when regexp_matches(word, '(?i)^(jan|jän|gen|ene|sty|oca)') then 'Jan'
        when regexp_matches(word, '(?i)^(feb|fév|fev|lut|şub)') then 'Feb'
        when regexp_matches(word, '(?i)^(mar|mär|mrz|maa|mrt)') then 'Mar'
        when regexp_matches(word, '(?i)^(apr|avr|abr|kwi|nis)') then 'Apr'
        when regexp_matches(word, '(?i)^(mai|mei|maj|mag|may)') then 'May'
        when regexp_matches(word, '(?i)^(jun|juin|giu|cze|haz)') then 'Jun'
        when regexp_matches(word, '(?i)^(jul|juil|lug|lip|tem)') then 'Jul'
        when regexp_matches(word, '(?i)^(aug|aoû|ago|sie|ağu)') then 'Aug'
        when regexp_matches(word, '(?i)^(sep|set|wrz|eyl)') then 'Sep'
        when regexp_matches(word, '(?i)^(okt|oct|ott|out|paź|eki)') then 'Oct'
        when regexp_matches(word, '(?i)^(nov|lis|kas)') then 'Nov'
        when regexp_matches(word, '(?i)^(dez|dec|déc|dic|gru|ara)') then 'Dec'
        else word
    end
);

-- The first word of three letters or more in a date is its month.
create macro in_english(cell) as (
    regexp_replace(
        regexp_replace(
            regexp_replace(cell, '\b([ap])\.m\.', '\1M', 'i'), '(\d) de ([A-Za-zÀ-ɏ]+\.?) de (\d)', '\1 \2 \3'
        ),
        '[A-Za-zÀ-ɏ]{3,}\.?',
        list_transform([regexp_extract(cell, '[A-Za-zÀ-ɏ]{3,}')], lambda word: english_month(word))[1]
    )
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
        case when regexp_matches(cell, '^\d{4}-') then try_cast(cell as timestamp) end,
        try_strptime(cell, formats),
        case when regexp_matches(cell, '[A-Za-zÀ-ɏ]{3}|[ap]\.m\.') then try_strptime(in_english(cell), formats) end
    )
);

-- What follows a time of day: an offset like +02:00, -0500 or GMT+1; a zone like CEST or Europe/Berlin.
create macro offset_of(cell) as (
    regexp_extract(
        cell, '(?::\d{2}(?:[.,]\d+)?(?: ?[AaPp]\.?[Mm]\.?)? ?|(?:GMT|UTC))([+-]\d{1,2}(?::?\d{2})?)$', 1
    )
);

create macro zone_of(cell) as (
    regexp_extract(cell, '\d.* ([A-Z]{3,5}|[A-Z][a-z]+/[A-Za-z_/]+)$', 1)
);

create macro without_zone(cell) as (
    regexp_replace(
        regexp_replace(
            regexp_replace(cell, ' ?(?:GMT|UTC)[+-]\d{1,2}(?::?\d{2})?$', ''),
            '(:\d{2}(?:[.,]\d+)?(?: ?[AaPp]\.?[Mm]\.?)?) ?(?:Z|[+-]\d{2}(?::?\d{2})?)$', '\1'
        ),
        '(\d.*) (?:[A-Z]{3,5}|[A-Z][a-z]+/[A-Za-z_/]+)$', '\1'
    )
);

create macro minutes_of(east) as (
    case when east like '-%' then -1 else 1 end * (
        regexp_extract(east, '[+-](\d{1,2})', 1)::integer * 60
        + coalesce(try_cast(regexp_extract(east, '[+-]\d{1,2}:?(\d{2})$', 1) as integer), 0)
    )
);

-- A lambda over a list of one names values, so that they are worked out once and not written out at each use.
create macro by_own_zone(cell, zone, formats) as (
    list_transform(
        list_transform(
            [
                struct_pack(
                    bare := without_zone(cell),
                    east := offset_of(cell),
                    own := zone_of(cell),
                    is_known := case
                        when zone_of(cell) like '%/%'
                            then contains(getvariable('zone_names'), '|' || zone_of(cell) || '|')
                    end
                )
            ],
            lambda cut: struct_insert(cut, moment := moment(cut.bare, formats), minutes := zone_minutes(cut.own))
        ),
        lambda told: case
            when told.east <> '' then told.moment - to_minutes(minutes_of(told.east))
            when regexp_matches(cell, '\dZ$') then told.moment
            when told.own = '' then timezone('UTC', timezone(zone, told.moment))
            when told.minutes is not null then told.moment - to_minutes(told.minutes)
            when told.is_known then timezone('UTC', timezone(told.own, told.moment))
        end
    )[1]
);

-- A moment with an offset or zone of its own counts by that, another by the zone of its source.
create macro at_utc(cell, zone, formats) as (
    case
        when cell like '____-__-__T__:__:__Z' then try_cast(cell as timestamp)
        when regexp_full_match(cell, '\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?)?')
            then timezone('UTC', timezone(zone, try_cast(cell as timestamp)))
        when regexp_full_match(cell, '\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC') then try_cast(left(cell, 19) as timestamp)
        else by_own_zone(cell, zone, formats)
    end
);

-- An order of the merchant's own shop that Amazon only stores and sends ("Non-Amazon", "SI UK Prod Marketplace").
create macro sent_for_own_shop(marketplace, order_id) as (
    coalesce(
        regexp_matches(lower(marketplace), '^(non-amazon|si.*prod|sim1\.)') or regexp_matches(order_id, '^S\d\d-'),
        false
    )
);

create macro slug(words) as (
    trim(regexp_replace(replace(lower(strip_accents(words)), 'ß', 'ss'), '[^a-z0-9]+', '_', 'g'), '_')
);

-- A lookup, not a join: the few names stay on one side whatever the planner thinks of the size of the other.
create macro country_code(words) as (
    case
        when
            regexp_full_match(words, '[A-Z][A-Z]')
            and list_contains((select list(distinct code) from reference.territories), words)
            then words
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
