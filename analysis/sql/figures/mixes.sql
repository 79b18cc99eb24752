-- One row per mix of the window: revenue and orders of a channel and day that took the same way.
select mixes.*, channels.kind
from marts.day_mixes as mixes
inner join staging.channels as channels using (channel_id)
where mixes.month between $first and $last
order by mixes.mix_id
