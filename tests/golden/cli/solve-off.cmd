# What is missing is said, though no rule minds.
confab solve off.yaml --format text
confab solve off.yaml -o out.json
confab check off.yaml out.json
