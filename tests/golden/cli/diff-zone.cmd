cat >wafer.xml <<'END'
<schedule>
  <day date="2026-05-14">
    <room name="Great Hall">
      <event id="1"><date>2026-05-14T10:00:00+00:00</date><start>10:00</start><duration>01:00</duration><title>Arenas</title></event>
    </room>
  </day>
</schedule>
END
confab diff published-1.json wafer.xml
