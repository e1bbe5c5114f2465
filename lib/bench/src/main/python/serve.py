"""The protocol of the benchmarks: warm up, then one round for each line of the input."""

import sys
import time


def repeat(repetition, millis):
    """The median time of a repetition in nanoseconds, over at least that long and three repetitions."""
    times = []
    begin = now = time.perf_counter_ns()
    while len(times) < 3 or now - begin < millis * 1e6:
        repetition()
        then, now = now, time.perf_counter_ns()
        times.append(now - then)
    return sorted(times)[len(times) // 2]


def say(reply):
    print("bench " + " ".join(str(reply).split()), flush=True)


def serve(prepare):
    """prepare: from the module torch and the task's arguments to a line on what runs, and the work to time."""
    try:
        import torch
    except ImportError:
        say("failed no torch; apt install python3-torch libopenblas0-pthread")
        return
    what, repetition = prepare(torch, sys.argv[3:])
    repeat(repetition, float(sys.argv[1]))
    say(f"ready torch {torch.__version__}, {torch.get_num_threads()} threads, {what}")
    for _ in sys.stdin:
        say(f"measured {repeat(repetition, float(sys.argv[2]))}")


def fastest(makers):
    """Of several ways to do the same, the one that runs fastest here: its name and its work."""
    tried = {name: make() for name, make in makers.items()}
    # By turns, and the least of each: what slows the machine for a moment must not choose.
    times = {name: [] for name in tried}
    for _ in range(3):
        for name, work in tried.items():
            times[name].append(repeat(work, float(sys.argv[1]) / 10))
    best = min(times, key=lambda name: min(times[name]))
    return best, tried[best]
