# A list of more than a million values.
echo 'title: ['
awk 'BEGIN { for (i = 0; i < 1000001; i++) printf "1,%s", i % 50 ? "" : "\n" }'
echo ']'
