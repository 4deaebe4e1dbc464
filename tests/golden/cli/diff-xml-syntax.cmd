printf '<schedule>\n  <day date="2026-05-14">\n</schedule>\n' >open.xml
printf '<!DOCTYPE schedule [<!ENTITY a "b">]>\n<schedule/>\n' >entities.xml
confab diff open.xml entities.xml
