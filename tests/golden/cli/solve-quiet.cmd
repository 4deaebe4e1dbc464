confab solve -q infeasible.yaml -o out.json
echo "exit $?"
