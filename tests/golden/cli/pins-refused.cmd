cat >pins.csv <<END
id,title,date,start,room
arena,,2026-05-14,10:00,hall
gone,Pools,2026-05-14,10:00,hal
fuzzing,,10/24/2026,10:00,
caches,,31.02.2026,10:00,
traces,,14.5.26,9.30,
clocks,,2026-05-14,2:00 PM,
arenas,,,25:00,
,,2026-05-14,10:00,hall
pools,,,,lab
lunch,,2026-05-14,12:00,
END
confab solve guild.yaml --pins pins.csv
echo "exit $?"
printf 'name,start\narenas,10:00\n' >pins.csv
confab solve guild.yaml --pins pins.csv
printf 'id,date\narenas,2026-05-14\n' >pins.csv
confab solve guild.yaml --pins pins.csv
printf 'id,Start,start\narenas,10:00,11:00\n' >pins.csv
confab solve guild.yaml --pins pins.csv
printf 'id,start\n"arenas,10:00\n' >pins.csv
confab solve guild.yaml --pins pins.csv
: >pins.csv
confab solve guild.yaml --pins pins.csv
confab solve guild.yaml --pins missing.csv
echo "exit $?"
printf 'id,start\narenas,10:00\n' >pins.csv
confab solve guild.yaml --pins pins.csv -o pins.csv
echo "exit $?"
