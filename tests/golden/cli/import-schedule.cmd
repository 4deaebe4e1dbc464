cat >schedule.xml <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<schedule>
  <conference><title>Weavers' Days</title><acronym>wd-2026</acronym></conference>
  <day index="1" date="2026-05-14">
    <room name="Loom Hall" guid="0b1f6f0e-2f0b-4a2e-8a39-5d2a4c1be001">
      <event id="1" guid="0B1F6F0E-2f0b-4a2e-8a39-5d2a4c1be002">
        <start>09:00</start><duration>00:30</duration><title>Warp:  "and" weft</title>
        <type>Lecture</type><track>Basics</track><language>en</language>
        <persons><person id="7">Mira Vogt</person><person id="8">Jon Arlen</person></persons>
      </event>
      <event id="2"><start>09:35</start><duration>00:25</duration><title>no</title><persons><person>Jon Arlen</person></persons></event>
      <event id="3"><start>10:00</start><duration>00:00</duration><title>Doors close</title></event>
      <event id="4"><start>10:00</start><duration>1:00</duration><title>Lightning talks</title></event>
      <event id="5"><start>10:10</start><duration>0:10</duration><title>Dyes</title><persons><person>Ina Berg</person></persons></event>
      <event id="5"><start>10:20</start><duration>0:10</duration><title>Dyes</title><persons><person>Ina Berg</person></persons></event>
      <event id="6"><start>23:30</start><duration>2:00</duration><title>Night of 1,000 threads</title></event>
    </room>
    <room name="Attic">
      <event id="7"><start>09:15</start><duration>0:30</duration><title>Knots</title><type>bof</type>
        <persons><person>Mira Vogt</person><person>Mira Vogt</person></persons></event>
      <event id="7"><start>09:15</start><duration>0:30</duration><title>Knots</title></event>
      <event id="8"><start>9 o'clock</start><duration>0:30</duration><title>Lost</title></event>
    </room>
    <room name="Attic, Loom Hall">
      <event id="9"><start>12:00</start><duration>1:00</duration><title>Lunch</title></event>
    </room>
    <event id="10"><start>18:00</start><duration>1:00</duration><title>Walk</title></event>
  </day>
</schedule>
XML
confab import schedule schedule.xml -o problem.yaml --published published.json || exit
cat problem.yaml
confab validate problem.yaml
confab check problem.yaml published.json | head -n 12
echo "--- again"
confab import schedule published.json -q --timezone Europe/Zurich --title "Weavers again" | grep -v '^#' | head -n 20
