export SOURCE_DATE_EPOCH=1770000000
mkdir calendars
echo other >calendars/other.ics
confab diff published-1.json published-2.json --ics calendars
ls calendars
cat calendars/ada-example.ics calendars/ben-sample.ics calendars/cleo-model.ics | tr -d '\r'
