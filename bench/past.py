"""Past conferences: their files in the test data, imported, and what was published of them."""
import dataclasses
import json
import os
import statistics
import subprocess
import sys

import yaml

import ours
import report

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "tests", "golden"))
import cosplib  # noqa: E402  CoSPLib's objective, without Confab

# Each with the format to import it as, and the zone that some files do not say.
CONFERENCES = (
    ("33c3", "schedule", "schedules/33c3/33c3-schedule.xml", "Europe/Berlin", 60),
    ("34c3", "schedule", "schedules/34c3/34c3-schedule.xml", "Europe/Berlin", 60),
    ("36c3-stages", "schedule", "schedules/36c3/stages.schedule.json", "Europe/Berlin", 60),
    ("camp2019-stages", "schedule", "schedules/camp2019/stages.schedule.json", "Europe/Berlin", 60),
    ("debconf17", "schedule", "schedules/debconf17-valessiobrito/pentabarf.xml", "America/Montreal", 60),
    ("europython-2014", "schedule", "schedules/europython-2014/schedule.xml", "Europe/Berlin", 60),
    ("fosdem-2013", "schedule", "schedules/fosdem-2013/2013.xml", "Europe/Brussels", 120),
    ("fosdem-2016", "schedule", "schedules/fosdem-2016/2016.xml", "Europe/Brussels", 120),
    ("fosdem-2019", "schedule", "schedules/fosdem-2019/2019.xml", "Europe/Brussels", 120),
    ("fosdem-2024", "schedule", "schedules/fosdem-2024/2024.xml", "Europe/Brussels", 120),
    ("froscon-2018", "schedule", "schedules/froscon-2018/schedule.json", "Europe/Berlin", 60),
    ("xdc-2021", "indico", "schedules/xdc-2021-indico/indico.json", None, 60),
    ("global-azure-linz-2020", "sessionize", "schedules/gab-linz-2020-sessionize/sessionize.json", "Europe/Vienna", 60),
)
OPTAPLANNER = ("18talks-6timeslots-5rooms", "36talks-12timeslots-5rooms", "72talks-12timeslots-10rooms",
               "216talks-18timeslots-20rooms")
"""Costs of CoSPLib's instances: of the solutions published with it (exact and extended model), of its hyper-heuristic
after 120 s, and of an integer program for sessions by cbc with a greedy fill; None: it found none."""
COSPLIB = {
    "N2OR": (2, 2, 1, None),
    "GECCO19": (1000116, 2000007, 30070, 890201),
    "GECCO20": (6298, 7768, 9345, 5813),
    "GECCO20Workshop": (None, None, 124624, 509634),
    "GECCO21": (11280, 11130, 10957, 10993),
    "GECCO21Workshop": (None, None, 74122, 337052),
    "GECCO22": (None, None, 7443, 2266),
    "GECCO23": (None, None, 5122250, None),
    "ISF22": (None, None, 234128, None),
    "OR60": (None, None, 6130, None),
    "OR60F": (1664, 433, 3849, 199),
}


@dataclasses.dataclass
class Published:
    hard: int  # conflicts
    soft: int


class Fault(Exception):
    """What should not be."""


def convert(confab, form, sources, stem, zone):
    """The problem and, where the file has one, the published timetable; their paths."""
    problem, published = stem + ".yaml", stem + ".published.json"
    command = [confab, "import", form, *sources, "-q", "-o", problem]
    if zone is not None:
        command += ["--timezone", zone]
    for extra in (["--published", published], []):
        done = subprocess.run(command + extra, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return problem, published if extra else None
    raise Fault(f"confab import {form} {sources[0]}: {done.stderr.strip()}")


def judge(confab, problem, timetable):
    """What a timetable costs by the problem's rules."""
    done = subprocess.run([confab, "check", problem, timetable, "--format", "json", "-q"], capture_output=True, text=True,
                          check=False)
    if done.returncode not in (0, 1):
        raise Fault(f"confab check {problem}: {done.stderr.strip()}")
    said = json.loads(done.stdout)
    return Published(said["hard_conflicts"], next(level["value"] for level in said["levels"] if level["name"] == "soft"))


def as_good_s(trace, cost):
    """When there was a timetable that costs no more, without a hard conflict; None: never."""
    points, _ = ours.read_trace(trace)
    for seconds, values, _ in points:
        if values is not None and not any(values[:-1]) and values[-1] <= cost:
            return seconds
    return None


CONFERENCE_HEAD = ("problem", "events", "rooms", "published: hard", "cost", "confab", "bound", "gap", "as good", "best", "whole")


def conference_row(name, counts, published, run, equal_s):
    hard, cost = (report.NOTHING, report.NOTHING) if published is None else (str(published.hard), str(published.soft))
    return (name, str(counts[0]), str(counts[1]), hard, cost, report.with_earlier(run, lambda l: report.figure(l.value)),
            report.with_earlier(run, lambda l: report.figure(l.bound)), report.gap_cell(run), report.seconds(equal_s),
            report.seconds(run.best_s), report.seconds(run.seconds))


def median_run(runs):
    """Of several seeds': the run of the median value (of an even number the worse of the two in the middle)."""
    ranked = sorted(runs, key=lambda run: (run.levels[-1].value, -run.levels[-1].bound))
    return ranked[statistics.median_high(range(len(ranked)))]


SET_HEAD = ("problem", "events", "rooms", "confab", "bound", "gap", "first", "best", "proof", "whole")


def set_row(name, counts, run):
    return (name, str(counts[0]), str(counts[1]), report.with_earlier(run, lambda l: report.figure(l.value)),
            report.with_earlier(run, lambda l: report.figure(l.bound)), report.gap_cell(run), report.seconds(run.first_s),
            report.seconds(run.best_s), report.seconds(run.proof_s), report.seconds(run.seconds))


def count(problem):
    """Events that are scheduled, and rooms."""
    with open(problem, encoding="utf-8") as file:
        sections = yaml.load(file, Loader=yaml.CBaseLoader)
    return len(sections.get("talks") or []) + len(sections.get("bofs") or []), len(sections["rooms"])


def score(instance, problem, timetable):
    """The objective of the instance (a workbook) for a timetable of the problem that was imported from it."""
    workbook = cosplib.read_instance(instance)
    return sum(workbook.weighted(workbook.score(cosplib.solution_of(problem, timetable))).values())


def cosplib_head(limits):
    head = ["problem", "exact", "extended", "hyper-heuristic", "ILP"]
    for limit in limits:
        head += [f"confab {limit:g} s", "bound", "gap", "proof"]
    return tuple(head)


def cosplib_row(name, runs):
    row = [name] + [report.figure(cost) for cost in COSPLIB[name]]
    for run in runs:
        row += [report.figure(run.levels[-1].value), report.figure(run.levels[-1].bound), report.gap_cell(run),
                report.seconds(run.proof_s)]
    return tuple(row)
