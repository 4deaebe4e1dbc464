head -c 17000000 /dev/zero | tr '\0' ' ' >large.json
confab check small.yaml large.json
