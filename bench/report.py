"""The tables, and what the figures of several solvers say about each other."""
import os
import platform

NOTHING = "–"
OURS = ("problem", "talks", "rows", "columns", "incumbent", "bound", "gap", "first", "best", "proof", "whole", "memory")
THEIRS = ("problem", "solver", "rows", "columns", "value", "bound", "time", "proof", "ratio")
LEFT_ALIGNED = ("problem", "solver")
TOLERANCE = 1e-6


def count(value):
    return NOTHING if value is None else str(value)


def figure(value):
    """A cost: whole, or what is nearly so, without a fraction."""
    if value is None:
        return NOTHING
    return str(round(value)) if abs(value - round(value)) < TOLERANCE * max(1, abs(value)) else f"{value:.1f}"


def seconds(value):
    if value is None:
        return NOTHING
    if value < 10:
        return f"{value:.3f} s" if value < 1 else f"{value:.2f} s"
    return f"{value:.1f} s" if value < 100 else f"{value:.0f} s"


def ratio_digits(value):
    return f"{value:.0f}" if value >= 100 else f"{value:.2g}"


def with_earlier(run, text_of):
    """The last level's figure; before it, those of earlier levels where something is left out or open."""
    if not run.levels:
        return NOTHING
    earlier = [level for level in run.levels[:-1] if level.value or level.value != level.bound]
    return "; ".join([f"{level.name} {text_of(level)}" for level in earlier] + [text_of(run.levels[-1])])


def gap_cell(run):
    if run.proven:
        return "0 %"
    if not run.levels or run.levels[-1].value is None or not run.earlier_are_closed:
        return NOTHING
    last = run.levels[-1]
    return f"{100 * (last.value - last.bound) / last.value:.2f} %" if last.value > last.bound else "0 %"


def our_row(name, run):
    memory = NOTHING if run.memory_mb is None else f"{run.memory_mb:.0f} MB"
    return (name, count(run.talks), count(run.rows), count(run.columns), with_earlier(run, lambda l: figure(l.value)),
            with_earlier(run, lambda l: figure(l.bound)), gap_cell(run), seconds(run.first_s), seconds(run.best_s),
            seconds(run.proof_s), seconds(run.seconds), memory)


def ratio_cell(run, answer, our_limit_s, their_limit_s):
    """Their time to the proof by ours; a limit stands for a proof that was not reached."""
    if run.proven and answer.proven:
        return ratio_digits(answer.seconds / run.seconds)
    if run.proven and answer.seconds >= their_limit_s:
        return "≥ " + ratio_digits(answer.seconds / run.seconds)
    if answer.proven:
        return "≤ " + ratio_digits(answer.seconds / our_limit_s)
    return NOTHING


def their_row(name, size, label, answer, run, limits):
    proof = "yes" if answer.proven else "infeasible" if answer.infeasible else answer.note or "no"
    return (name, label, count(size[0]), count(size[1]), figure(answer.value), figure(answer.bound),
            seconds(answer.seconds), proof, ratio_cell(run, answer, *limits))


def skipped_row(name, label, why):
    return (name, label) + (NOTHING,) * 5 + (why, NOTHING)


def contradictions(run, answer):
    """What cannot both be true; a reason to doubt one of the two."""
    if not run.levels or run.levels[-1].value is None or not run.earlier_are_closed or run.status == "infeasible":
        return
    value, bound = run.levels[-1].value, run.levels[-1].bound
    slack = 1e-4 * max(1, abs(value))
    if answer.infeasible:
        yield f"it finds no solution, confab one of {value}"
    if answer.value is not None and answer.value < bound - slack:
        yield f"its value {figure(answer.value)} is below confab's bound {bound}"
    if answer.bound is not None and answer.bound > value + slack:
        yield f"its bound {figure(answer.bound)} is above confab's value {value}"


def plain_table(head, rows):
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]

    def line(row):
        cells = (cell.ljust(width) if name in LEFT_ALIGNED else cell.rjust(width)
                 for name, cell, width in zip(head, row, widths))
        return "  ".join(cells).rstrip()
    return "\n".join(line(row) for row in [head, *rows])


def markdown_table(head, rows):
    rule = ["---" if name in LEFT_ALIGNED else "---:" for name in head]
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, rule, *rows])


def read_field(path, name):
    """What follows `name:` in a file of /proc."""
    try:
        with open(path, encoding="utf-8") as file:
            for line in file:
                key, _, value = line.partition(":")
                if key.strip() == name:
                    return value.strip()
    except OSError:
        pass
    return ""


def machine():
    memory_kb = (read_field("/proc/meminfo", "MemTotal").split() or ["0"])[0]
    system = platform.freedesktop_os_release() if hasattr(platform, "freedesktop_os_release") else {}
    processor = read_field("/proc/cpuinfo", "model name") or platform.machine()
    return (f"{processor}, {os.cpu_count()} processors, {int(memory_kb) / 2**20:.0f} GB, "
            f"{system.get('PRETTY_NAME', platform.system())}")
