# Why no alternative was looked at: none costs as little, or nothing hangs on anybody.
cat >day.yaml <<'END'
title: One Day
timezone: Europe/Zurich
date: 2026-05-14
hours: 9:00-10:00
rooms: [{id: hall}]
talks:
  - {title: Apples, duration: 30, speakers: [Mira Vogt], prefers: {times: ["9:00-9:30"]}}
  - {title: Pears, duration: 30, prefers: {times: ["9:30-10:00"]}}
END
confab solve --robust -j 1 day.yaml -o out.json
sed 's/speakers: .Mira Vogt., //' day.yaml >nobody.yaml
confab solve --robust -j 1 nobody.yaml -o out.json
