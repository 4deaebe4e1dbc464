printf '{"schedule": {"conference": {"days": []}}}' >empty.json
printf '<schedule><day></schedule>' >broken.xml
confab import schedule empty.json -o problem.yaml
echo "exit code $?"
confab import schedule broken.xml
echo "exit code $?"
confab import schedule absent.json
echo "exit code $?"
confab import schedul empty.json
echo "exit code $?"
confab import schedule small.yaml empty.json
echo "exit code $?"
confab import schedule small.yaml
echo "exit code $?"
confab import schedule small.yaml --timezone Nowhere/Land
echo "exit code $?"
confab import schedule small.yaml -o x.yaml --published x.yaml
echo "exit code $?"
ls problem.yaml
