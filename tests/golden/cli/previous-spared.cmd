# The earlier timetable is read: nothing is written over it, by whatever name.
confab solve -q small.yaml -o moves.json
cp moves.json plan-1.json
cp moves.json fix-1.yaml
for options in "-o ./moves.json" "--log moves.json" "--curve ./moves"; do
    confab solve small.yaml --previous moves.json $options
    echo "exit $?"
done
confab solve small.yaml --previous ./plan-1.json --drafts 2 -o plan.json
echo "exit $?"
confab model small.yaml --previous moves.json -o moves.json
echo "exit $?"
confab explain infeasible.yaml --previous fix-1.yaml --changes fix >report.txt
echo "exit $?"
cmp moves.json plan-1.json && cmp moves.json fix-1.yaml
