# A run that hardly begins still says what its columns would be.
confab solve -q infeasible.yaml --time-limit 0.000000001 --log log.csv -o out
echo "exit $?"
head -n 1 log.csv
