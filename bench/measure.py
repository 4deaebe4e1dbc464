"""Runs a program, with its elapsed time and peak memory."""
import contextlib
import dataclasses
import os
import resource
import shutil
import signal
import subprocess
import tempfile
import time


@dataclasses.dataclass
class Outcome:
    seconds: float
    code: int | None  # None: it was ended because it took too long
    memory_mb: float | None  # None: unknown
    text: str


def prepare_child(max_file_bytes):
    """In the new process: it is the first to go when memory runs out, and its files have a greatest size."""
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:
        file.write("1000")
    if max_file_bytes is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (max_file_bytes, max_file_bytes))


def end_group(process):
    """The process and what it has started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def read_memory(path):
    """In megabytes, from the file that GNU time wrote; None when it did not come to that."""
    with contextlib.suppress(OSError, ValueError, IndexError), open(path, encoding="ascii") as file:
        return int(file.read().split()[-1]) / 1024
    return None


def run(command, deadline_s, max_file_bytes=None):
    """Waits deadline_s at most, then ends it. Temporary files go to a directory that is removed afterwards."""
    time_program = shutil.which("time")
    with tempfile.TemporaryDirectory() as scratch:
        memory_path, text_path = os.path.join(scratch, "memory"), os.path.join(scratch, "text")
        if time_program is not None:
            command = [time_program, "-q", "-f", "%M", "-o", memory_path, *command]
        with open(text_path, "wb") as text:
            begun = time.monotonic()
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=text, stderr=subprocess.STDOUT,
                                       start_new_session=True, env={**os.environ, "TMPDIR": scratch},
                                       preexec_fn=lambda: prepare_child(max_file_bytes))
            try:
                code = process.wait(timeout=deadline_s)
            except subprocess.TimeoutExpired:
                code = None
            finally:
                end_group(process)
            seconds = time.monotonic() - begun
        with open(text_path, encoding="utf-8", errors="replace") as text:
            return Outcome(seconds, code, read_memory(memory_path), text.read())


def typical(once, repeats, short_s=1.0):
    """What once() returns; of a run shorter than short_s, the one of the median time among so many."""
    runs = [once()]
    if runs[0].seconds < short_s:
        runs += [once() for _ in range(repeats - 1)]
    return sorted(runs, key=lambda run_: run_.seconds)[len(runs) // 2]
