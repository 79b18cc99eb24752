-- One row per mix of the window whose lines name no channel: who touches them is known all the same.
select *
from marts.day_mixes
where channel_id is null and month between $first and $last
order by mix_id
