# Also where the tests run as root, whom no permission stops: then as nobody.
mkdir shut
echo old >shut/out.json
chmod 555 shut
chmod 444 shut/out.json
run=
[ "$(id -u)" != 0 ] || run="setpriv --reuid 65534 --regid 65534 --clear-groups"
$run confab solve small.yaml -o shut/out.json
echo "exit $?"
$run confab solve small.yaml -o shut/new.json
echo "exit $?"
ls -A shut
cat shut/out.json
chmod 755 shut
