echo '<html><body/></html>' >page.xml
confab diff page.xml small.yaml
