# A run that finds nothing still says what its columns would be.
confab solve -q hard.yaml --time-limit 0.000000001 --log log.csv
echo "exit $?"
cat log.csv
