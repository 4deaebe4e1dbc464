# Whoever drops an event drops all its parts.
cat >two.yaml <<'END'
title: Two Parts
timezone: Europe/Zurich
date: 2026-05-14
hours: 09:00-12:00
talks:
  - {id: lab, title: Lab, duration: 60, parts: 2}
  - {id: tea, title: Tea, duration: 60}
END
confab solve -q two.yaml -o two.json
confab whatif --threads 1 two.yaml two.json --drop lab
# Rows of an hour that clocks repeat ask for nothing new.
cat >night.yaml <<'END'
title: Night Watch
timezone: Europe/Zurich
date: 2026-10-25
hours: 00:00-06:00
talks:
  - {id: a, title: A, duration: 60, pin: {start: 01:00}}
  - {id: b, title: B, duration: 60}
  - {id: c, title: C, duration: 60}
  - {id: d, title: D, duration: 60}
END
confab solve -q night.yaml -o night.json
confab render night.yaml night.json -o night.csv
confab solve --threads 1 night.yaml --previous night.json --pins night.csv -o night2.json
