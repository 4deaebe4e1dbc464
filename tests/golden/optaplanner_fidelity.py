"""Imported workbooks of OptaPlanner cost in Confab what OptaPlanner's constraints say, constraint by constraint: their own
placing, random timetables, Confab's, and an invented workbook with all that is odd. optaplanner_fidelity.py WORK DATA"""
import glob
import json
import os
import random
import subprocess
import sys

import optaplanner
from optaplanner import Book, count, score, timetable_of, write_book, write_timetable

work, data = sys.argv[1:3]
here = os.path.dirname(os.path.abspath(__file__))
CONFAB = os.environ.get("CONFAB", "build/confab")
RELEASE = os.environ.get("CONFAB_RELEASE", CONFAB)
RANDOM = int(os.environ.get("OPTAPLANNER_RANDOM", "3"))
failed = False

COSTS = {  # what soft rules cost
    "preferred-time": ["Speaker preferred timeslot tags", "Talk preferred timeslot tags"],
    "avoided-time": ["Speaker undesired timeslot tags", "Talk undesired timeslot tags"],
    "preferred-room": ["Speaker preferred room tags", "Talk preferred room tags"],
    "avoided-room": ["Speaker undesired room tags", "Talk undesired room tags"],
    "tag-parallel": ["Theme track conflict", "Sector conflict", "Content conflict"],
    "track-one-room": ["Theme track room stability"],
    "audience-track": ["Audience type theme track conflict"],
    "level-flow": ["Content audience level flow violation"],
    "same-day": ["Same day talks"], "popular-big-room": ["Popular talks"], "cell-cost": ["Published room"],
}
MIXES = {"audience-mix": "Audience type diversity", "level-mix": "Audience level diversity",
         "language-mix": "Language diversity"}
COUNTS = {  # how often hard rules are broken
    "room-clash": ["Room conflict"],
    "after": ["Talk prerequisite talks"], "crowd-control": ["Crowd control"],
    "room-features": ["Speaker required room tags", "Speaker prohibited room tags", "Talk required room tags",
                      "Talk prohibited room tags"],
}


def verdict(good, name, detail=""):
    global failed
    failed = failed or not good
    print(("ok - " if good else "not ok - ") + name)
    if not good:
        print(detail, file=sys.stderr)


def run(*arguments, program=CONFAB):
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=False)


def compare(book, timetable, check):
    """What differs between OptaPlanner's constraints and Confab's rules; nothing: ''."""
    counts, matches = count(book, timetable)
    soft = {name: weight["soft"] for name, weight in book.weights.items()}
    rules = {rule["rule"]: rule for rule in check["rules"]}
    odd = []

    def differ(rule, ours, theirs):
        if ours != theirs:
            odd.append(f"{rule}: {ours}, but the constraints say {theirs}")

    def cost_of(rule):
        return rules.get(rule, {}).get("cost", 0)

    for rule, constraints in COSTS.items():
        differ(rule, cost_of(rule), sum(soft[name] * counts[name] for name in constraints))
    columns = {"audience-mix": "Audience types", "level-mix": "Audience level", "language-mix": "Language"}
    gain = 0
    for rule, name in MIXES.items():  # a reward for what is different is one for all, less what is alike
        same = len({talk[columns[rule]] for talk in book.talks.values()}) == 1  # then the rule is off
        most = 0 if same else soft[name] * counts["pairs in one timeslot"]
        differ(rule, most - cost_of(rule), soft[name] * counts[name])
        gain += most
    levels = {level["name"]: level["value"] for level in check["levels"]}
    differ("published-time", levels.get("times", 0), counts["Published timeslot"])
    for rule, constraints in COUNTS.items():
        differ(rule, rules.get(rule, {}).get("count", 0), sum(matches[name] for name in constraints))
    # Who is unavailable in a timeslot, but not in another at that time, has a tag of the timeslot prohibited.
    by_tags = sum(matches[f"{who} {ask} timeslot tags"] for who in ("Speaker", "Talk")
                  for ask in ("required", "prohibited"))
    away = sum(conflict["rule"] in ("speaker-available", "window-tags") for conflict in check["conflicts"])
    differ("speaker-available, window-tags", away, by_tags + matches["Speaker unavailable timeslot"])
    for rule, constraints in (("speaker-clash", ("Speaker conflict", "Consecutive talks pause")),
                              ("not-parallel", ("Talk mutually-exclusive-talks tags",))):
        differ(rule + ", whether", rule in rules, any(counts[name] > 0 for name in constraints))
    differ("all soft ones", gain - levels["soft"], score(book, timetable)["soft"])
    return "\n".join(odd)


def judge(book, problem, timetable, program=CONFAB):
    path = os.path.join(work, "t.json")
    write_timetable(book, problem, timetable, path)
    checked = run("check", problem, path, "--format", "json", program=program)
    return checked.stderr + checked.stdout if checked.returncode > 1 else compare(book, timetable, json.loads(checked.stdout))


def places_of(book):
    """(slot, room) pairs: of timeslots of a room that overlap, Confab has the first"""
    places = []
    for name, room in book.rooms.items():
        mine = []
        for i, slot in enumerate(book.slots):
            if (not room["types"] or set(room["types"]) & set(slot.types)) and not any(
                    slot.shared(book.slots[k]) for k in mine):
                mine.append(i)
        places += [(i, name) for i in mine if not room["unavailable"][i]]
    return places


def make_random(book, rng):
    """Each talk somewhere where its type may be; one in five nowhere."""
    timetable, places = {}, places_of(book)
    for code, talk in book.talks.items():
        kind = talk["Talk type"]
        mine = [(slot, room) for slot, room in places
                if kind in book.slots[slot].types and (not book.rooms[room]["types"] or kind in book.rooms[room]["types"])]
        if rng.random() < 0.8:
            timetable[code] = rng.choice(mine)
    return timetable


def judge_book(path, name, solve_s):
    book, problem, own = Book(path), os.path.join(work, "p.yaml"), os.path.join(work, "own.json")
    made = run("import", "optaplanner", path, "-o", problem, "--published", own, "--timezone", "UTC")
    if made.returncode != 0:
        verdict(False, f"{name} is imported", made.stderr)
        return
    placed = book.placed()
    verdict(timetable_of(book, problem, own) == placed, f"{name}: its own placing is written")
    verdict(judge(book, problem, placed) == "", f"{name}: its own placing costs the same", judge(book, problem, placed))
    if book.view:
        total = score(book, placed)
        parts = [f"{total[level]}{level}" for level in ("hard", "medium", "soft") if total[level]]
        said = "/".join([f"-{2 * (len(book.talks) - len(placed))}init", *parts])
        verdict(said == book.view, f"{name}: its own placing scores what its sheet says", said + " " + book.view)
    rng = random.Random(name)
    odd = ""
    for _ in range(RANDOM):
        odd = odd or judge(book, problem, make_random(book, rng))
    verdict(odd == "", f"{name}: {RANDOM} random timetables cost the same", odd)
    if solve_s:
        ours = os.path.join(work, "ours.json")
        run("solve", problem, "--time-limit", str(solve_s), "--threads", "2", "-o", ours, "-q", program=RELEASE)
        timetable = timetable_of(book, problem, ours)
        odd = judge(book, problem, timetable, RELEASE)
        verdict(odd == "" and score(book, timetable)["hard"] == 0 and len(timetable) == len(book.talks),
                f"{name}: Confab's timetable costs the same, and breaks nothing", odd + str(score(book, timetable)))


# ---- an invented workbook -------------------------------------------------------------------------------------------

def invent(path):
    """Timeslots that overlap, a room for both talk types, somebody unavailable in one of two timeslots of a time, lists,
    unknown names, a pinned talk whose speaker is away, published ones, weights that are unusual."""
    soft = {"Published room": 10, "Theme track conflict": 10, "Theme track room stability": 10, "Sector conflict": 10,
            "Audience type diversity": 1, "Audience type theme track conflict": 1, "Audience level diversity": 1,
            "Content audience level flow violation": 10, "Content conflict": 100, "Language diversity": 10,
            "Same day talks": 10, "Popular talks": 10, "Speaker preferred timeslot tags": 20,
            "Speaker undesired timeslot tags": 20, "Talk preferred timeslot tags": 20,
            "Talk undesired timeslot tags": 20, "Speaker preferred room tags": 20, "Speaker undesired room tags": 20,
            "Talk preferred room tags": 20, "Talk undesired room tags": 20}
    hard = {"Room unavailable timeslot": 100000, "Room conflict": 1000, "Speaker unavailable timeslot": 100,
            "Speaker conflict": 10, "Talk prerequisite talks": 10, "Talk mutually-exclusive-talks tags": 1,
            "Consecutive talks pause": 1, "Crowd control": 1, "Speaker required timeslot tags": 1,
            "Speaker prohibited timeslot tags": 1, "Talk required timeslot tags": 1, "Talk prohibited timeslot tags": 1,
            "Speaker required room tags": 1, "Speaker prohibited room tags": 1, "Talk required room tags": 1,
            "Talk prohibited room tags": 1}
    configuration = [["Conference name", "Arena Days"], ["Minimum consecutive talks pause in minutes", 10, "A pause"],
                     [], ["Constraint", "Score weight", "Description"]]
    configuration += [[name, f"{weight}hard/0medium/0soft"] for name, weight in hard.items()]
    configuration += [["Published timeslot", "0hard/1medium/0soft"]]
    configuration += [[name, f"0hard/0medium/{weight}soft"] for name, weight in soft.items()]
    day, next_day = "Thu 2026-05-14", "Fri 2026-05-15"
    timeslots = [["Day", "Start", "End", "Talk types", "Tags"],
                 [day, "09:00", "11:00", "Lab", ""], [day, "09:00", "09:50", "Talk", "Early"],
                 [day, "10:10", "11:00", "Talk", ""], [next_day, "09:00", "09:50", "Talk", "Early, Last day"]]
    times = ["09:00-11:00", "09:00-09:50", "10:10-11:00", "09:00-09:50"]
    rooms = [[None] * 4 + [day, None, None, next_day], ["Name", "Capacity", "Talk types", "Tags"] + times,
             ["Great Hall", 300, "Talk", "Recorded, Large"], ["Attic", 30, "", "", None, None, "#", None],
             ["Workshop", 40, "Lab", "Recorded"]]
    speakers = [[None] * 9 + [day, None, None, next_day],
                ["Name"] + [f"{ask} {what} tags" for what in ("timeslot", "room") for ask in optaplanner.ASKS] + times,
                ["Mira Vogt", None, "Early", None, None, None, None, None, None, None, None, None, "#"],
                ["Jon Arlen", None, None, None, "Last day", None, None, "Large", None, "#"],
                ["Ina Berg", None, None, None, None, None, "Recorded", None, None, None, "#"]]
    columns = ["Code", "Title", "Talk type", "Speakers", "Theme track tags", "Sector tags", "Audience types",
               "Audience level", "Content tags", "Language"]
    columns += [f"{ask} {what} tags" for what in ("timeslot", "room") for ask in optaplanner.ASKS]
    columns += ["Mutually exclusive talks tags", "Prerequisite talks codes", "Favorite count", "Crowd control risk",
                "Pinned by user", "Timeslot day", "Start", "End", "Room", "Published Timeslot", "Published Start",
                "Published End", "Published Room"]
    talks = [columns]

    def talk(code, title, kind, **more):
        row = {"Code": code, "Title": title, "Talk type": kind, "Audience level": 1, "Language": "en",
               "Favorite count": 10, "Crowd control risk": 0, "Pinned by user": False, "Audience types": "Makers"}
        row.update({name.replace("_", " "): value for name, value in more.items()})
        talks.append([row.get(column) for column in columns])

    talk("A1", "Arenas", "Talk", Speakers="Mira Vogt", Theme_track_tags="Core, Tools", Content_tags="memory",
         Favorite_count=90, Crowd_control_risk=1, Mutually_exclusive_talks_tags="Gold, Silver")
    talk("B2", "Bits & Bytes", "Talk", Speakers="Jon Arlen", Theme_track_tags="Core", Content_tags="memory, bits",
         Audience_level=3, Language="de", Crowd_control_risk=1, Mutually_exclusive_talks_tags="Gold",
         Undesired_room_tags="Recorded", Sector_tags="Banks", Audience_types="Owners")
    talk("C3", "Cores", "Talk", Speakers="Ina Berg, Mira Vogt", Theme_track_tags="Tools, Core", Audience_level=2,
         Content_tags="bits", Prerequisite_talks_codes="A1", Favorite_count=40, Preferred_room_tags="Large",
         Sector_tags="Banks", Crowd_control_risk=1)
    talk("D4", "Disks", "Talk", Speakers="Ina Berg", Theme_track_tags="Disks", Favorite_count=5, Pinned_by_user=True,
         Timeslot_day=day, Start="09:00", End="09:50", Room="Great Hall", Undesired_timeslot_tags="Last day")
    talk("L1", "Build one", "Lab", Speakers="Jon Arlen", Theme_track_tags="Tools", Favorite_count=70,
         **{"Timeslot day": day}, Start="09:00", End="11:00", Room="Workshop", Published_Timeslot=day,
         Published_Start="09:00", Published_End="11:00", Published_Room="Workshop", Required_room_tags="Recorded")
    write_book(path, {"Configuration": configuration, "Timeslots": timeslots, "Rooms": rooms, "Speakers": speakers,
                      "Talks": talks})


def compare_text(name, text):
    path = os.path.join(here, "import", name)
    if os.environ.get("BLESS"):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    with open(path, encoding="utf-8") as file:
        wanted = file.read()
    verdict(text == wanted, name, text)


def main():
    tiny = os.path.join(work, "tiny.xlsx")
    invent(tiny)
    made = run("import", "optaplanner", tiny, "-o", os.path.join(work, "tiny.yaml"), "--every-fault")
    compare_text("optaplanner-tiny.messages", made.stderr.replace(work + "/", ""))
    with open(os.path.join(work, "tiny.yaml"), encoding="utf-8") as file:
        compare_text("optaplanner-tiny.yaml", file.read())
    judge_book(tiny, "the invented workbook", 0)
    books = sorted(glob.glob(os.path.join(data, "*.xlsx")))
    if not books:
        print(f"ok - OptaPlanner's workbooks # SKIP there are none in {data}")
    for path in books:
        talks = int(os.path.basename(path).split("talks")[0])
        judge_book(path, os.path.basename(path), 5 if talks < 50 else 0)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
