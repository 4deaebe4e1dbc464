# What finds no place is left out, not withdrawn; calendars of such a timetable would tell people of it.
cat >short.yaml <<'END'
title: Weavers at noon
timezone: Europe/Oslo
date: 2026-09-18
hours: 12:00-14:00
talks:
  - {title: Twill, duration: 60, speakers: [Asta Lund (Guild)], priority: 2}
  - {title: Weld, duration: 60, speakers: [Birk Moen (Guild)]}
END
confab solve -q -j 1 short.yaml -o old.json
sed 's/12:00-14:00/12:00-13:00/; s/Twill, duration: 60/Twill, pin: {start: 12:00}, duration: 60/' short.yaml >shorter.yaml
confab solve -j 1 shorter.yaml --previous old.json -o new.json
echo "exit $?"
confab diff old.json new.json --ics calendars
