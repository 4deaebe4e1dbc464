"""The problems that are measured, and how long each may take."""
import dataclasses
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)

TAGS_216 = "th:12:10:1-2,co:27:100,se:10:10:0-1"
HOURS_1000 = ("--talks 1000 --rooms 30 --days 2 --hours 10 --granularity 5 --durations 5-60 --fill 85 --tracks 25 "
              "--tags content:40:10,sector:10:2 --unavailable 25 --seed 1")
HOURS_10000 = ("--talks 10000 --rooms 50 --days 5 --hours 10 --granularity 5 --durations 5-20 --unavailable 25 "
               "--tracks 60 --seed 1")
QUICK_CONFERENCES = {"tags-72x12x10-seed1", "tags-108x18x10-seed1", "tags-216x18x20-seed2", "interest-60x10x6-150x6"}


@dataclasses.dataclass(frozen=True)
class Case:
    """A problem; how is its file is made: copied from `path`, converted from it, or generated with `options`."""
    name: str
    limit_s: float
    quick_s: float | None = None  # None: not in the quick selection
    path: str | None = None
    options: str | None = None


def by_number(name):
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", name)]


def conference_cases(directory):
    """Of the generated conferences of the test data; none when there is no such directory."""
    if not os.path.isdir(directory):
        return []
    files = (file for file in os.listdir(directory) if re.fullmatch(r"(tags|interest)-.*\.json", file))
    names = sorted((file.removesuffix(".json") for file in files), key=by_number)
    return [Case(name, limit_s=30 if name.startswith("tags-216") else 10,
                 quick_s=4 if name in QUICK_CONFERENCES else None, path=os.path.join(directory, name + ".json"))
            for name in sorted(names, key=lambda name: name.startswith("interest"))]


def stand_ins():
    """Made-up conferences of the same classes, for those who do not have the test data."""
    names = ("tags-72", "tags-216", "interest-60", "interest-108")
    return [Case("generated-" + name, limit_s=30 if name == "tags-216" else 10, quick_s=4,
                 path=os.path.join(ROOT, "problems", f"generated-{name}.yaml")) for name in names]


def all_cases(conferences):
    tags_216 = f"--talks 216 --slots 18 --rooms 20 --rooms-differ --tags {TAGS_216} --unavailable 25 --seed 1"
    return [
        Case("xen-summit-2013", 10, 4, path=os.path.join(ROOT, "problems", "xen-summit-2013.yaml")),
        *(conference_cases(conferences) or stand_ins()),
        Case("tags-216x18x20-rooms-differ", 30, 5, options=tags_216),
        Case("hours-1000x30", 120, 8, options=HOURS_1000),
        Case("hours-1000x30-rooms-differ", 120, None, options=HOURS_1000 + " --rooms-differ"),
        Case("hours-10000x50", 120, 15, options=HOURS_10000),
        Case("hours-10000x50-rooms-differ", 120, None, options=HOURS_10000 + " --rooms-differ"),
    ]


def file_case(path):
    return Case(os.path.basename(path).removesuffix(".yaml"), 60, 10, path=path)


def make_problem(case, confab, directory):
    """The path of the case's problem file."""
    target = os.path.join(directory, case.name + ".yaml")
    if case.options is not None:
        subprocess.run([confab, "generate", *case.options.split(), "-q", "-o", target], check=True)
        return target
    if case.path.endswith(".json"):
        with open(target, "w", encoding="utf-8") as out:
            subprocess.run([sys.executable, os.path.join(HERE, "convert-generated"), case.path], stdout=out, check=True)
        return target
    return case.path
