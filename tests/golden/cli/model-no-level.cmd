confab model small.yaml --level sfot
