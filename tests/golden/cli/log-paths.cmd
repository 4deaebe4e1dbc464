# The trace never overwrites what is read or written otherwise, by whatever name.
cp small.yaml same.yaml
confab solve same.yaml --log ./same.yaml -o out.json
echo "exit $?"
cmp small.yaml same.yaml
confab solve small.yaml --log out.json -o ./out.json
echo "exit $?"
[ ! -e out.json ] && echo nothing written
echo old >out.json
ln -s out.json link
confab solve small.yaml --log link -o out.json
echo "exit $?"
cat out.json
confab solve small.yaml --log - -o out.json
echo "exit $?"
confab solve -q small.yaml --log log.csv -o out.json && head -n 1 log.csv
confab solve -q small.yaml --log /dev/null -o /dev/null && echo nothing to lose
