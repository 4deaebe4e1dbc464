"""Imports what the goldens of `confab import` import, with one thing wrong at a time: whatever it is, the program
must either refuse the file or make a problem that it reads again; and what it makes of real files.

imports.py CONFAB WORK DATA
"""
import copy
import glob
import json
import os
import random
import re
import subprocess
import sys

CONFAB, WORK, DATA = sys.argv[1:4]
HERE = os.path.dirname(os.path.abspath(__file__))
ROUNDS = int(os.environ.get("CONFAB_HOSTILE_ROUNDS", "120"))
WRONG = [None, 0, -1, 5, 1e99, True, "", "x", "\u0007\u2028\ud83d\ude00", "2026-05-14T09:00:00", "9999-12-31T23:59:59Z",
         "0001-01-01T00:00:00Z", "long " * 500, [], {}, [[]], [None], {"en": {}}, {"de": "Garn"}, [{"id": 1}], {"id": []}]


def run(*arguments):
    return subprocess.run([CONFAB, *arguments], cwd=WORK, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          errors="replace")


def fixtures(name):
    """The files that a golden makes first."""
    with open(os.path.join(HERE, "cli", f"import-{name}.cmd"), encoding="utf-8") as file:
        text = file.read()
    return {match[1]: json.loads(match[2])
            for match in re.finditer(r"^cat >(\S+) <<'JSON'\n(.*?)^JSON$", text, re.M | re.S)}


def paths(value, at=()):
    yield at
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from paths(inner, at + (key,))


def spoil(value, at, wrong):
    """A copy with something else there; wrong is `spoil`: with nothing there."""
    value = copy.deepcopy(value)
    if not at:
        return None if wrong is spoil else wrong
    inner = value
    for key in at[:-1]:
        inner = inner[key]
    if wrong is spoil:
        del inner[at[-1]]
    else:
        inner[at[-1]] = wrong
    return value


def write(name, value):
    with open(os.path.join(WORK, name), "w", encoding="utf-8") as file:
        json.dump(value, file)


def judge(done, what):
    """None: as it should be."""
    if done.returncode not in (0, 2):
        return f"{what}: exit code {done.returncode}\n{done.stderr[-2000:]}"
    if "(imported problem)" in done.stderr:
        return f"{what}: makes no problem\n{done.stderr[-2000:]}"
    return None


def hostile(name, form, groups):
    files = fixtures(name)
    rng = random.Random(name)
    for names in groups:
        for file in names:
            write(file, files[file])
        places = [(file, at) for file in names for at in paths(files[file])]
        for _ in range(ROUNDS // len(groups)):
            file, at = rng.choice(places)
            wrong = rng.choice(WRONG + [spoil])
            write(file, spoil(files[file], at, wrong))
            fault = judge(run("import", form, *names, "-o", "hostile.yaml", "-q"), f"{file} {at} {wrong!r:.60}")
            if fault is not None:
                return fault
            write(file, files[file])
    return None


def deep(form):
    for text in ("[" * 5000, '{"a":' * 5000, "[" * 40 + "]" * 40, '{"results":' * 30 + "1" + "}" * 30, "", "null", '"x"', "[null]",
                 '{"sessions": [{"title": "x", "speakers": [' + "[" * 30 + "]" * 30 + "]}]}"):
        with open(os.path.join(WORK, "deep.json"), "w", encoding="utf-8") as file:
            file.write(text)
        fault = judge(run("import", form, "deep.json", "-o", "hostile.yaml", "-q"), f"{text:.30}…")
        if fault is not None:
            return fault
    return None


def real(form, file, *options):
    """Imported, placed as in the file, without a hard conflict that the file has not, and solved."""
    fault = judge(done := run("import", form, os.path.join(DATA, file), "-o", "real.yaml", "--published", "real.json",
                              *options), file)
    if fault is not None or done.returncode != 0:
        return fault or f"{file}: {done.stderr}"
    for arguments in (["validate", "real.yaml"], ["check", "real.yaml", "real.json"],
                      ["solve", "real.yaml", "-o", "solved.json", "-q", "--work-limit", "200", "--threads", "1"]):
        done = run(*arguments)
        if done.returncode != 0:
            return f"{file}: {arguments[0]} says {done.returncode}\n{done.stdout[-1000:]}{done.stderr[-1000:]}"
    return None


def resolve(schema, whole):
    """References within the document, and `nullable`, as JSON Schema has them."""
    if isinstance(schema, list):
        return [resolve(item, whole) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        target = whole
        for key in schema["$ref"].split("/")[1:]:
            target = target[key]
        return resolve(target, whole)
    made = {key: resolve(value, whole) for key, value in schema.items()}
    if made.get("nullable") and "type" in made:
        made["type"] = [made["type"], "null"]
    return made


def api():
    """What render writes for pretalx is what its API takes: the body of PATCH slots/ID/."""
    import jsonschema
    import yaml
    with open(os.path.join(DATA, "formats/pretalx/api-schema.yml"), encoding="utf-8") as file:
        whole = yaml.safe_load(file)
    patch = whole["paths"]["/api/events/{event}/slots/{id}/"]["patch"]
    body = resolve(patch["requestBody"]["content"]["application/json"]["schema"], whole)
    written = [key for key, value in body["properties"].items() if not value.get("readOnly")]
    files = fixtures("pretalx")
    for name, value in files.items():
        write(name, value)
    slots = {slot["id"]: slot for slot in files["pretalx-slots.json"]["results"]}
    run("import", "pretalx", *files, "-o", "api.yaml", "--published", "api.json", "-q")
    for timetable in ("api.json", "solved-api.json"):
        if timetable != "api.json":
            run("solve", "api.yaml", "-o", timetable, "-q", "--threads", "1")
        updates = json.loads(run("render", "api.yaml", timetable, "--format", "pretalx").stdout)
        for update in updates:
            sent = {key: value for key, value in update.items() if key not in ("id", "submission")}
            jsonschema.validate(sent, body, format_checker=jsonschema.FormatChecker())
            if not set(sent) <= set(written) or set(sent) != {"room", "start"}:
                return f"{sorted(sent)} is not what may be written"
            slot = slots.get(update["id"])
            if timetable == "api.json" and slot is not None and any(sent[key] != slot[key] for key in sent):
                return f"{update} is not where the slot is: {slot}"
    return None


def imported_csv(lines, *options):
    """(the problem's text, what was said) of a table."""
    with open(os.path.join(WORK, "odd.csv"), "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    done = run("import", "csv", "odd.csv", "--timezone", "Europe/Zurich", "--title", "Odd", *options)
    return done.stdout, done.stderr


def odd_tables():
    head = "Title,Speaker,Start,End,Room,Tags"
    text, said = imported_csv([head, 'Early,A B,2026-05-14 10:00,2026-05-14 09:30,Hall,"web, Web, web"',
                               "Late,A C,2026-05-14 22:00,01:00,Hall,"], "--every-fault")
    if "ends before it has begun" not in said or "tags: [web]" not in text or "duration: 180" not in text:
        return "ends, nights and tags: " + said + text
    head = "Title,Speaker,Start,Room,Duration"
    rows = [head, "Party,A B,2026-05-14 00:30,Bar,60", "Opening,C D,2026-05-14 10:00,Hall,60", "New,E F,,,60"]
    text, said = imported_csv(rows, "--published", "odd.json")
    if text.count("2026-05-13") != 1 or "time: 24:30-25:30" not in text:
        return "what is placed after midnight makes a day: " + text
    with open(os.path.join(WORK, "odd.yaml"), "w", encoding="utf-8") as file:
        file.write(text)
    said = run("check", "odd.yaml", "odd.json").stderr
    if "day-differs" in said:
        return said
    text, said = imported_csv(rows[:1] + ["Party,A B,2026-05-16 12:30,Bar,60"] + rows[2:], "--date", "2026-05-14")
    if text.count("2026-05-16") != 1 or "time: 12:30-13:30" not in text:
        return "what is placed on another day opens all of it: " + text
    text, said = imported_csv(["Title,Speaker"] + [f"Talk,Person {i}" for i in range(3000)], "-q")
    ids = re.findall(r"^- id: (talk(?:-\d+)?)$", text, re.M)
    if len(ids) != 3000 or len(set(ids)) != 3000 or "talk-3000" not in ids:
        return f"equal titles: {len(set(ids))} ids"
    text, said = imported_csv([",".join(["Title"] + [f"Q{i}" for i in range(300)]), "A"])
    if "too many fields" not in said or text:
        return "300 columns: " + said
    if imported_csv(rows, "--published", "-")[0]:
        return "two outputs on one stream"
    text, said = imported_csv(["Titel;Referent;Dauer;Raum;Tag;Beginn", "Wachs, Honig;A B;45;Aula;11.06.2027;10:00;;nachmittags"])
    if "date: 2027-06-11" not in text or "tags" in text or "'nachmittags' is left out" not in said:
        return "a column of days, and more fields than columns: " + said + text
    text, said = imported_csv(["Title,Speaker,Unavailable,Day,Starts,Ends,Room", "Wax,A B,2026-06-11,2027-06-11,10:00,10:45,Hall"])
    if "duration: 45" not in text or "date: 2027-06-11" not in text or "A B is away on none" not in said:
        return "plurals, and an absence in another year: " + said + text
    return None


def night_of_25_hours():
    """Clocks go back from 03:00 to 02:00 in that night."""
    events = [("Late", "2026-10-24T23:00:00+02:00", "01:00"), ("Long", "2026-10-25T00:00:00+02:00", "03:30"),
              ("After", "2026-10-25T02:30:00+01:00", "01:00"), ("Turn", "2026-10-25T01:30:00+02:00", "02:00")]
    listed = [{"id": i, "guid": f"11111111-1111-4111-8111-11111111111{i}", "title": title, "date": date, "start": date[11:16],
               "duration": duration, "room": "B" if title == "Turn" else "A", "type": "talk", "persons": []} for i, (title, date, duration) in enumerate(events)]
    day = {"index": 1, "date": "2026-10-24", "day_start": "2026-10-24T10:00:00+02:00", "day_end": "2026-10-25T06:00:00+01:00", "rooms": {"A": listed[:3], "B": listed[3:]}}
    conference = {"acronym": "n", "title": "N", "start": "2026-10-24", "end": "2026-10-25", "daysCount": 2, "timeslot_duration": "00:05",
                  "time_zone_name": "Europe/Berlin", "rooms": [{"name": "A"}, {"name": "B"}], "days": [day]}
    write("night.json", {"schedule": {"version": "1", "conference": conference}})
    done = run("import", "schedule", "night.json")
    if "time: 23:00-27:30" not in done.stdout or "duration: 210" not in done.stdout:
        return "lengths by the clock: " + done.stdout
    if "'After' starts in an hour that comes twice" not in done.stderr or "'Long' starts" in done.stderr:
        return "the second of two equal hours: " + done.stderr
    if "'Turn' ends in an hour that comes twice" not in done.stderr or "time: 25:30-27:00" not in done.stdout or \
            "duration: 120" not in done.stdout:
        return "an end in the second of two equal hours: " + done.stderr + done.stdout
    with open(os.path.join(WORK, "night.yaml"), "w", encoding="utf-8") as file:
        file.write(done.stdout)
    solved = run("solve", "-q", "night.yaml")
    if solved.returncode != 0:
        return "a draft that cannot be solved: " + solved.stderr
    conference["time_zone_name"] = "America/New_York"
    write("night.json", {"schedule": {"version": "1", "conference": conference}})
    done = run("import", "schedule", "night.json")
    if "timezone: America/New_York" not in done.stdout:
        return "a zone of two words: " + done.stderr
    return None


def main():
    tests = [("odd tables are read as people mean them", odd_tables), ("a night when clocks go back", night_of_25_hours)]
    pretalx = [f"pretalx-{name}.json" for name in ("event", "submissions", "speakers", "rooms", "types", "tracks", "tags", "slots")]
    for name, form, groups in (("pretalx", "pretalx", [pretalx]), ("sessionize", "sessionize", [["all.json"], ["sessions.json"], ["grid.json"]]),
                               ("indico", "indico", [["event.json", "timetable.json"]]), ("csv", "csv", [["tables.json"]])):
        tests.append((f"{form}: whatever is wrong is survived", lambda n=name, f=form, g=groups: hostile(n, f, g)))
        tests.append((f"{form}: depth and emptiness are survived", lambda f=form: deep(f)))
    if os.path.isdir(os.path.join(DATA, "schedules")):
        files = [("sessionize", "schedules/gab-linz-2020-sessionize/sessionize.json"), ("indico", "schedules/xdc-2021-indico/indico.json"),
                 ("csv", "schedules/orconf-2019/schedule.csv"), ("csv", "schedules/orconf-2019/schedule.json")]
        files += [(form, os.path.relpath(file, DATA)) for form in ("sessionize", "indico")
                  for file in sorted(glob.glob(os.path.join(DATA, "formats", form, "*.json")))]
        for form, file in files:
            tests.append((f"{form}: {file}", lambda fo=form, fi=file: real(fo, fi)))
        tests.append(("pretalx: what is sent back is what its API takes", api))
    else:
        print(f"ok - real submissions are imported # SKIP there is no {DATA}/schedules")
    failed = False
    for name, test in tests:
        fault = test()
        print(("ok - " if fault is None else "not ok - ") + name)
        if fault is not None:
            print(fault)
            failed = True
    sys.exit(failed)


main()
