# More rooms than one conference has.
cat <<'END'
title: Test Days
timezone: Europe/Zurich
date: 2026-05-14
hours: 9:00-17:00
talks: [{title: Arenas}]
rooms:
END
awk 'BEGIN { for (i = 0; i < 1001; i++) print "  - Room " i }'
