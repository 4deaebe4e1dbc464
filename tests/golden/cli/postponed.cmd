# A postponed conference costs more minutes than fit into 32 bits, and the least of them is found.
cat >postponed.yaml <<'Y'
title: Postponed
timezone: UTC
days: [{date: 2026-05-20, hours: 09:00-12:00}, {date: 2026-05-12, hours: 09:00-10:00}]
rooms: [{id: hall, name: Hall}]
talks:
  - {id: a, title: A, duration: 60, published: {start: 2026-05-14 09:00, room: hall}}
  - {id: b, title: B, duration: 60, published: {start: 2026-05-15 10:00, room: hall}}
  - {id: c, title: C, duration: 30, published: {start: 2026-05-16 11:00, room: hall}}
  - {id: d, title: D, duration: 30, published: {start: 2026-05-16 09:00, room: hall}}
rules: {displacement: 300000}
Y
for engine in auto exact; do
    confab solve -j1 postponed.yaml --stability minutes -e $engine -o new.json 2>&1 | grep -A 2 minutes | head -n 3
done
