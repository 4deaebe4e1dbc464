confab solve infeasible.yaml -o out.json
echo "exit $?"
grep -c '"guid"' out.json
ls -A | grep -v '\.yaml$\|\.cmd$\|\.json$\|\.out$\|bin'
grep '"status"' out.json
