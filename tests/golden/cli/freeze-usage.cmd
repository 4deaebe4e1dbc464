cat >twins.yaml <<END
title: Twin Days
timezone: Europe/Zurich
date: 2026-05-14
hours: 09:00-12:00
talks: [{id: c, title: Same}, {id: d, title: Same}, {id: e, title: Other, published: {start: "09:00"}}]
END
confab solve -q -j1 twins.yaml -o twins.json
for what in event:Same event:d event:Other event:c; do
    confab solve -q -j1 twins.yaml --previous twins.json --freeze "$what" -o new.json
    echo "exit $?"
done
confab solve -q -j1 twins.yaml --max-moves 0 -o new.json
echo "exit $?"
sed 's/, published: .*}}/}/' twins.yaml >plain.yaml
confab solve plain.yaml --freeze event:c
echo "exit $?"
confab solve plain.yaml --max-moves 1
echo "exit $?"
# A day that is none; what was not announced.
confab solve -q -j1 twins.yaml --freeze day:2026-05-15 -o new.json
echo "exit $?"
confab solve -j1 twins.yaml --freeze event:d --freeze day:2026-05-14 -o new.json 2>&1 | head -n 1
