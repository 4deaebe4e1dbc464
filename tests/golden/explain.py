"""Cuts speakers of the Xen summit and judges what confab explain says of it."""
import json
import os
import re
import subprocess
import sys

work, confab = sys.argv[1], os.environ["CONFAB"]
xen = "problems/xen-summit-2013.yaml"
# A speaker of one talk, of two, of a talk and a BoF, of two that fill what is left, and one that moves everybody.
CUTS = [("Jonathan Davies", "2013-10-25 18:00-18:30"), ("Will Auld", "2013-10-24 09:00-09:20"),
        ("George Dunlap", "2013-10-24 09:00-10:20"), ("Paul Durrant", "2013-10-25 16:00-17:00"),
        ("John Mark Walker", "2013-10-25 16:00-17:00")]
failed = False


def verdict(good, name, detail=""):
    global failed
    failed = failed or not good
    print(("ok - " if good else "not ok - ") + name + (f": {detail}" if detail and not good else ""))


def run(*arguments):
    return subprocess.run([confab, *arguments], capture_output=True, text=True, check=False)


def write(name, text):
    path = os.path.join(work, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def solve(files):
    """The exit code, and the talks that are left out."""
    path = os.path.join(work, "solved.json")
    done = run("solve", *files, "--quiet", "--output", path)
    with open(path, encoding="utf-8") as file:
        solution = json.load(file)["schedule"]["solution"]
    return done.returncode, {item["event"] for item in solution["unscheduled"]}


def judge(name, cut):
    label = f"{name}, only there {cut}"
    files = [xen, write("cut.yaml", f"speakers:\n  - {{name: {name}, available: [{cut}]}}\n")]
    code, left_out = solve(files)
    verdict(code == 1 and left_out, f"{label}: no timetable", f"exit code {code}")
    text = run("explain", *files)
    answer = json.loads(run("explain", *files, "--format", "json").stdout)
    verdict(text.returncode == 1 and answer["status"] == "infeasible" and answer["complete"], f"{label}: explained")
    internal = re.search(r"\b[xyouz]\d+(_\d+)?\b|\b(row|column|variable|constraint|objective)s?\b", text.stdout)
    verdict(not internal, f"{label}: nothing but names and times", internal and internal.group())
    conflicts = answer["conflicts"]
    verdict(conflicts and all(conflict["irreducible"] for conflict in conflicts), f"{label}: conflicts")
    verdict(any(name in demand["people"] for conflict in conflicts for demand in conflict["demands"]),
            f"{label}: the speaker is named")
    for demand in (demand for conflict in conflicts for demand in conflict["demands"]):
        path, line = demand["source"].split(":")[:2] if "source" in demand else (xen, "1")
        with open(path, encoding="utf-8") as file:
            lines = file.read().split("\n")
        if not 0 < int(line) <= len(lines):
            verdict(False, f"{label}: {demand['source']}")
    repairs = answer["repairs"]
    costs = [repair["cost"] for repair in repairs]
    verdict(len(repairs) >= 3 and costs == sorted(costs), f"{label}: three repairs or more, the cheapest first", costs)
    verdict(len({repair["message"] for repair in repairs}) == len(repairs), f"{label}: no two repairs alike")
    for number, repair in enumerate(repairs, 1):
        code, left_out = solve([*files, write("changes.yaml", repair["yaml"])])
        dropped = sum(change["kind"] == "drop" for change in repair["changes"])
        verdict(code == 0 and len(left_out) <= dropped, f"{label}: repair {number} mends it", repair["message"])


for case in CUTS:
    judge(*case)
sys.exit(failed)
