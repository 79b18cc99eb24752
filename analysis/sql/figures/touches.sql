-- One row per mix of the window, function and vendor.
select touches.mix_id, touches.function, touches.vendor_id, touches.part
from marts.touches as touches
inner join marts.day_mixes as mixes using (mix_id)
where mixes.month between $first and $last
order by touches.mix_id, touches.function, touches.vendor_id
