# Without a timetable nothing is written, in no format: the file of the last run stays.
for format in text json; do
    echo old >out
    confab solve hard.yaml --time-limit 0.000000001 --format $format -o out
    echo "exit $?"
    cat out
    confab solve hard.yaml --time-limit 0.000000001 --format $format --quiet
    echo "exit $?"
    confab solve hard.yaml --time-limit 0.000000001 --format $format --quiet -o new
    [ ! -e new ] && echo nothing new
done 2>&1
