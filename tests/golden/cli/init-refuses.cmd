echo mine >mine.yaml
confab init mine.yaml
echo "exit $?"
cat mine.yaml
