printf 'title: Fixed offsets\ntimezone: UTC-03:30\ndate: 2026-05-14\nhours: 9:00-9:30\ntalks: [{title: Arenas}]\n' >fixed.yaml
confab solve fixed.yaml -q | grep -e '"date":.*T' -e '"end":.*T' -e time_zone
for zone in UTC+14:00 UTC+14:01 UTC+2 UTC+02:60 UTC-0a:00; do
    sed "s/UTC-03:30/$zone/" fixed.yaml >other.yaml
    confab validate other.yaml || echo "exit code $?"
done
