cat >faults.xml <<'END'
<schedule>
  <conference><time_zone_name>Europe/Nowhere</time_zone_name></conference>
  <day date="2026-05-14">
    <room>
      <event id="1"><start>soon</start><title>No time</title></event>
      <event id="2"><start>10:00</start><duration>00:00</duration><title>Short</title></event>
    </room>
    <room name="Attic">
      <event id="2"><start>0930</start><duration>30</duration><title>Short again</title></event>
      <event id="3"><date>2026-05-14T11:00:00+02:00</date><start>12:00</start><duration>long</duration><room>Cellar</room><title>Astray</title></event>
    </room>
  </day>
</schedule>
END
confab diff faults.xml faults.xml
