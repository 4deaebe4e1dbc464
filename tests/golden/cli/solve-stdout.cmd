# The timetable alone is on standard output; what became of the search is said beside it.
confab solve small.yaml 2>said | grep -c '"guid"'
cat said
confab solve small.yaml --quiet 2>said | grep -c '"guid"'
cat said
confab solve waived.yaml 2>said >/dev/null
cat said
confab solve small.yaml --format text 2>said >/dev/null
cat said
