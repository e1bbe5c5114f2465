"""Times kernels side by side, as a front end sees them. bench/run installs them and calls this.

    JUPYTER_PATH=... python3 bench/kernels.py [--rounds N] [--compiled FOLDER] NAME...

Each round starts every kernel once, in an order that rotates, so that what the machine does meanwhile hits all of them.
What is printed is the median of the rounds; a cell's time ends when both its reply and its idle status are here.
--compiled: a folder with the class bench.Compiled, whose loop a cell's loop is compared with.
"""

import argparse
import statistics
import sys
import time

from jupyter_client.manager import KernelManager

LIMIT = 60  # seconds
CELLS = 200

JAVA = {
    "trivial": "{i} + 1",
    "class": "class C{i} {{ int f() {{ return {i}; }} }}\nnew C{i}().f()",
    "complete": "List.of(1, 2).str",
    "prints": "for (int i = 0; i < 5000; i++) System.out.println(i);",
    "endless": 'System.out.println("go"); while (true) { }',
}
PYTHON = {
    "trivial": "{i} + 1",
    "class": "class C{i}:\n    def f(self): return {i}\nC{i}().f()",
    "complete": "import math; math.isc",
    "prints": "for i in range(5000): print(i)",
    "endless": 'print("go", flush=True)\nwhile True: pass',
}

# The cell's loop and the compiled one take turns in one JVM; each is at its best speed after some turns.
LOOP = """
long cellLoop(int n) { long sum = 0; for (int i = 0; i < n; i++) sum += i ^ (sum >> 3); return sum; }
long[] here = new long[9], there = new long[9];
for (int turn = 0; turn < 9; turn++) {
    long start = System.nanoTime();
    long one = cellLoop(100_000_000);
    long middle = System.nanoTime();
    long other = bench.Compiled.loop(100_000_000);
    there[turn] = System.nanoTime() - middle;
    here[turn] = middle - start;
    if (one != other) throw new AssertionError(one + " " + other);
}
Arrays.sort(here);
Arrays.sort(there);
System.out.print((double) here[4] / there[4]);
"""

ROWS = {
    "info": "start to kernel_info, ms",
    "first": "start to first result, ms",
    "trivial": f"trivial cell, median of {CELLS}, ms",
    "class": f"define and call a class, median of {CELLS // 4}, ms",
    "complete": f"completion, median of {CELLS // 4}, ms",
    "prints": "5,000 printed lines, ms",
    "interrupt": "interrupt of an endless loop, ms",
    "loop": "loop of 10⁸ turns, cell / compiled class",
    "idle": "resident after the first cell, MB",
    "used": "resident after all cells, MB",
}


class Bench:
    """One process of a kernel and the figures taken from it."""

    def __init__(self, name):
        self.figures = {}
        self.code = PYTHON if name.startswith("python") else JAVA
        self.manager = KernelManager(kernel_name=name)
        self.begin = time.perf_counter()
        self.manager.start_kernel()
        self.client = self.manager.client()
        self.client.start_channels()

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def reply(self, asked):
        while True:
            message = self.client.get_shell_msg(timeout=LIMIT)
            if message["parent_header"].get("msg_id") == asked:
                return message["content"]

    def published_until(self, asked, ends):
        texts = []
        while True:
            message = self.client.get_iopub_msg(timeout=LIMIT)
            if message["parent_header"].get("msg_id") == asked:
                if message["msg_type"] == "stream":
                    texts.append(message["content"]["text"])
                if ends(message):
                    return "".join(texts)

    def run(self, code):
        """Runs a cell to its end; what it printed."""
        asked = self.client.execute(code)
        reply = self.reply(asked)
        assert reply["status"] == "ok", reply
        return self.published_until(asked, lambda m: m["content"].get("execution_state") == "idle")

    def median(self, count, action):
        times = []
        for i in range(count):
            begin = time.perf_counter()
            action(i)
            times.append(time.perf_counter() - begin)
        return 1000 * statistics.median(times)

    def since_start(self):
        return 1000 * (time.perf_counter() - self.begin)

    def resident(self):
        with open(f"/proc/{self.manager.provisioner.pid}/status", encoding="ascii") as status:
            return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))

    def interrupted(self):
        asked = self.client.execute(self.code["endless"])
        self.published_until(asked, lambda m: m["msg_type"] == "stream")
        time.sleep(1)  # By then the loop is compiled.
        begin = time.perf_counter()
        self.manager.interrupt_kernel()
        reply = self.reply(asked)
        assert reply["status"] == "error", reply
        return 1000 * (time.perf_counter() - begin)

    def measure(self, compiled):
        code = self.code
        self.reply(self.client.kernel_info())
        self.figures["info"] = self.since_start()
        # Its reply alone: what is published so early may find no subscriber yet.
        self.reply(self.client.execute("1 + 1"))
        self.figures["first"] = self.since_start()
        time.sleep(3)  # What loads in the background has loaded.
        self.figures["idle"] = self.resident()
        self.figures["trivial"] = self.median(CELLS, lambda i: self.run(code["trivial"].format(i=i)))
        self.figures["class"] = self.median(CELLS // 4, lambda i: self.run(code["class"].format(i=i)))
        self.figures["complete"] = self.median(CELLS // 4, lambda i: self.reply(self.client.complete(code["complete"])))
        self.figures["prints"] = self.median(3, lambda i: self.run(code["prints"]))
        self.figures["interrupt"] = self.interrupted()
        if compiled and code is JAVA:
            self.run(f"%classpath {compiled}")
            self.figures["loop"] = float(self.run(LOOP))
        self.figures["used"] = self.resident()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--compiled")
    parser.add_argument("names", nargs="+")
    options = parser.parse_args()
    figures = {name: [] for name in options.names}
    for turn in range(options.rounds):
        shift = turn % len(options.names)
        for name in options.names[shift:] + options.names[:shift]:
            bench = Bench(name)
            try:
                bench.measure(options.compiled)
            finally:
                bench.close()
            figures[name].append(bench.figures)
            print(f"round {turn + 1} of {options.rounds}: {name}", file=sys.stderr)

    print("| |", " | ".join(options.names), "|")
    print("|---|" + "---:|" * len(options.names))
    for row, label in ROWS.items():
        cells = []
        for name in options.names:
            values = [f[row] for f in figures[name] if row in f]
            middle = statistics.median(values) if values else None
            cells.append("–" if middle is None else f"{middle:.2f}" if row == "loop" else f"{middle:,.{int(middle < 100)}f}")
        print(f"| {label} |", " | ".join(cells), "|")


if __name__ == "__main__":
    main()
