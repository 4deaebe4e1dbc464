# However short the limit, there is a timetable; of what is missing, what is plain to see is said.
confab solve infeasible.yaml --time-limit 0.000000001 --format text
echo "exit $?"
# A limit of the work makes for the same result on every machine: nobody looks at the clock to explain anything.
confab solve infeasible.yaml --work-limit 1 --threads 1 --engine search --no-presolve all --format text
echo "exit $?"
confab solve hard.yaml --time-limit 0.000000001 --quiet -o out
echo "exit $?"
confab check hard.yaml out --quiet >/dev/null
echo "exit $?"
