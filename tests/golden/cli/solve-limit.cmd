# However short the limit, there is a timetable, and nothing is claimed of it.
confab solve infeasible.yaml --time-limit 0.000000001 --format text
echo "exit $?"
confab solve hard.yaml --time-limit 0.000000001 --quiet -o out
echo "exit $?"
confab check hard.yaml out --quiet >/dev/null
echo "exit $?"
