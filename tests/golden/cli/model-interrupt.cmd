# Ended half-way, it leaves nothing behind: neither its own file nor half of the output.
exec 2>/dev/null
confab generate --talks 300 --rooms 12 --hours 8 --attendees 400 -o big.yaml
mkdir tmp there
TMPDIR=$PWD/tmp confab model big.yaml --time-limit 0 -o there/out.lp &
while [ -z "$(ls -A tmp)" ] && kill -0 $!; do sleep 0.02; done
kill -s TERM $!
wait $!
echo "exit $?"
ls -A tmp there
