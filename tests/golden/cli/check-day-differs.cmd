# Of `date` and the day that an event is listed under, `date` counts.
sed 's/2026-05-14T14:00/2026-05-15T14:00/' start-differs.json >day-differs.json
confab check small.yaml day-differs.json
