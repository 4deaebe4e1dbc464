later() {
    sed 's/2026-05-15/2029-05-15/g; s/2026-05-14/2029-05-14/g; s/Europe\/London/Europe\/Vienna/; s/+01:00/+02:00/g'
}
sed 's/Europe\/London/Europe\/Vienna/; s/+01:00/+02:00/g' published-1.json >old.json
later <published-2.json >new.json
confab diff old.json new.json
sed 's/2026/2000/g' old.json >oldest.json
confab diff oldest.json new.json
export SOURCE_DATE_EPOCH=1770000000
confab diff old.json new.json --ics calendars >list
cat calendars/ben-sample.ics | tr -d '\r'
