# Ten megabytes of nesting.
printf 'title: '
awk -v "row=$(printf '%01024d' 0 | tr 0 '[')" 'BEGIN { for (i = 0; i < 10 * 1024; i++) printf "%s", row }'
