"""Judges the solved and the published timetable of the Xen summit from times and rooms alone."""
import datetime
import json
import os
import re
import sys

work, source = sys.argv[1:3]
failed = False


def verdict(good, name, detail=""):
    global failed
    failed = failed or not good
    print(("ok - " if good else "not ok - ") + name + (f": {detail}" if detail and not good else ""))


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def events_of(schedule):
    for day in schedule["conference"]["days"]:
        for room, events in day["rooms"].items():
            for event in events:
                start = datetime.datetime.fromisoformat(event["date"])
                hours, minutes = event["duration"].split(":")
                end = start + datetime.timedelta(hours=int(hours), minutes=int(minutes))
                yield event, room, start, end


def overlaps(items):
    items = sorted(items, key=lambda item: item[1])
    return [(a[0], b[0]) for i, a in enumerate(items) for b in items[i + 1:] if b[1] < a[2] and a[1] < b[2]]


def clock(time):
    return time.strftime("%d %H:%M")


WINDOWS = {  # the halls' opening hours, as the organisers used them
    "Moorfoot Hall": ["24 09:00-10:30", "24 11:00-12:30", "24 14:00-15:45", "24 16:15-18:00",
                      "25 09:00-10:30", "25 11:00-12:30", "25 14:00-15:45", "25 16:15-17:15"],
    "Kilsyth Hall": ["25 09:30-10:30", "25 11:00-12:30", "25 14:00-14:30"],
}
BOF_SLOTS = ["24 14:00-14:45", "24 14:45-15:45", "24 16:15-17:00", "24 17:00-18:00",
             "25 14:30-15:00", "25 15:00-15:45", "25 16:15-17:15"]


def inside(start, end, windows):
    for window in windows:
        day, times = window.split()
        first, last = times.split("-")
        if f"{day} {first}" <= clock(start) and clock(end) <= f"{day} {last}":
            return True
    return False


def judge(name, schedule):
    everything = list(events_of(schedule))
    talks = [e for e in everything if e[0]["type"] == "talk"]
    bofs = [e for e in everything if e[0]["type"] == "bof"]
    held = [e for e in everything if e[0]["type"] not in ("break", "open")]
    verdict(len(talks) == 30, f"{name}: 30 talks", len(talks))
    minutes = sorted(int((end - start).total_seconds()) // 60 for _, _, start, end in talks)
    verdict(sum(minutes) == 915 and minutes == [15] * 3 + [30] * 25 + [45, 75],
            f"{name}: the talks' lengths", minutes)
    verdict(len(bofs) == 5, f"{name}: 5 BoFs", len(bofs))
    for hall in ("Moorfoot Hall", "Kilsyth Hall", "Hyde Out"):
        clashes = overlaps([(e["title"], s, t) for e, r, s, t in held if r == hall])
        verdict(not clashes, f"{name}: one event at a time in {hall}", clashes)
    people = {p["name"] for e, *_ in held for p in e["persons"]}
    verdict(len(people) == 33, f"{name}: 33 speakers and hosts", len(people))
    twice = {p: overlaps([(e["title"], s, t) for e, _, s, t in held
                          if p in [q["name"] for q in e["persons"]]]) for p in people}
    verdict(not any(twice.values()), f"{name}: nobody in two places", [t for t in twice.values() if t])
    outside = [e["title"] for e, r, s, t in talks if not inside(s, t, WINDOWS[r])]
    verdict(not outside, f"{name}: talks in opening hours", outside)
    wrong = [e["title"] for e, r, s, t in bofs if r != "Kilsyth Hall" or not inside(s, t, BOF_SLOTS)
             or not any(slot.startswith(clock(s)) for slot in BOF_SLOTS)]
    verdict(not wrong, f"{name}: BoFs in BoF slots", wrong)
    announced = {s.day: t for e, _, s, t in held if e["type"] == "announcement"}
    early = [e["title"] for e, _, s, _ in bofs if s < announced[s.day]]
    verdict(len(announced) == 2 and not early, f"{name}: BoFs after that day's announcements", early)
    open_slots = [s for e, _, s, _ in everything if e["type"] == "open"]
    verdict(len(open_slots) == 2, f"{name}: two open BoF slots", open_slots)
    hacking = [(s, t, r) for e, r, s, t in everything if e["title"] == "Hack and Meeting Space"]
    verdict([(clock(s), clock(t), r) for s, t, r in hacking] == [("24 09:00", "24 12:30", "Kilsyth Hall")],
            f"{name}: the hacking space fills Kilsyth only", hacking)


def published_rows(text):
    """(day, start, end, hall) of every entry of the page; its title is the second line before "Speakers"."""
    pattern = re.compile(r"(\w+) October (\d+), 2013 (\d+:\d+[ap]m) - (\d+:\d+[ap]m) BST\n(.*)")
    for match in pattern.finditer(text):
        _, day, start, end, hall = match.groups()
        start, end = (datetime.datetime.strptime(t, "%I:%M%p").strftime("%H:%M") for t in (start, end))
        yield int(day), start, "12:00" if end == "00:00" else end, hall.split(" Edinburgh")[0].strip()


solved = json.loads(read(work + "/xen.json"))["schedule"]
solution = solved["solution"]
verdict(read(work + "/code").strip() == "0", "solve exits 0")
verdict(solution["status"] == "optimal", "status optimal", solution["status"])
verdict(all(l["gap"] == 0 and l["value"] == l["bound"] for l in solution["levels"]), "gap 0 at every level",
        solution["levels"])
verdict(not [c for c in solution["conflicts"] if c["severity"] == "hard"], "no hard conflict")
verdict(not solution["unscheduled"], "every event is scheduled")
verdict(read(work + "/xen.json") == read(work + "/again.json"), "the same bytes again")
verdict(read(work + "/own-code").strip() == "0", "check agrees", read(work + "/own-check"))
judge("solved", solved)

published = json.loads(read("problems/xen-summit-2013.published.json"))["schedule"]
judge("published", published)
verdict(read(work + "/published-code").strip() == "0", "check finds no hard conflict in the published timetable")
soft = [l["value"] for l in json.loads(read(work + "/published-check"))["levels"] if l["name"] == "soft"]
best = [l["value"] for l in solution["levels"] if l["name"] == "soft"]
verdict(soft and best and soft[0] >= best[0], "the published timetable is not better than the proven optimum",
        (soft, best))

if os.path.exists(source):
    rows = sorted(published_rows(read(source)))
    ours = sorted((s.day, s.strftime("%H:%M"), t.strftime("%H:%M"), r) for _, r, s, t in events_of(published))
    verdict(len(rows) == 47, "the published page has 47 entries", len(rows))
    missing = [row for row in rows if row not in ours]
    verdict(not missing, "every published entry is in the published timetable, in its hall", missing)
else:
    print("ok - the published page # SKIP CONFAB_DATA is absent")
sys.exit(failed)
