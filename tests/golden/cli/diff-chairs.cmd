# Chairs are no persons of the event: the new timetable itself says that they are told.
cat >chairs.yaml <<'END'
title: Weavers at night
timezone: Europe/Oslo
date: 2026-09-18
hours: 18:00-21:00
speakers: [{id: asta, name: Asta Lund}, {id: birk, name: Birk Moen}]
tracks: [{name: Wool, chairs: [birk]}]
talks: [{title: Twill, track: wool, duration: 60, speakers: [asta], pin: {start: 18:00}}]
END
confab solve -q -j 1 chairs.yaml -o old.json
printf 'talks: [{id: twill, pin: {start: 19:00}}]\n' >away.yaml
confab solve -q -j 1 chairs.yaml away.yaml --previous old.json -o new.json
confab diff old.json new.json
SOURCE_DATE_EPOCH=1770000000 confab diff old.json new.json --ics calendars >list
tr -d '\r' <calendars/birk-moen.ics
