cp small.yaml same.yaml
confab solve same.yaml -o ./same.yaml
code=$?
cmp small.yaml same.yaml
exit $code
