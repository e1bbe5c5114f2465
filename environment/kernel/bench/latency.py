"""Start to first result, and the time of small cells, as a front end sees them; prints medians in milliseconds.

    JUPYTER_DATA_DIR=... python3 bench/latency.py [kernel name] [cells]
"""

import statistics
import sys
import time

from jupyter_client.manager import KernelManager


def timed(action):
    begin = time.perf_counter()
    action()
    return (time.perf_counter() - begin) * 1000


def run(client, code):
    reply = client.execute(code, reply=True, timeout=60)
    assert reply["content"]["status"] == "ok", reply["content"]


def interrupt(manager, client, code):
    """Milliseconds from the interrupt to the reply of a cell that computes without end."""
    client.execute(code)
    time.sleep(1.5)
    begin = time.perf_counter()
    manager.interrupt_kernel()
    reply = client.get_shell_msg(timeout=10)
    assert reply["content"]["status"] == "error", reply["content"]
    return (time.perf_counter() - begin) * 1000


def main():
    name = sys.argv[1] if len(sys.argv) > 1 else "java"
    cells = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    manager = KernelManager(kernel_name=name)
    begin = time.perf_counter()
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        ready = (time.perf_counter() - begin) * 1000
        run(client, "1 + 1")
        first = (time.perf_counter() - begin) * 1000
        trivial = [timed(lambda i=i: run(client, f"{i} + 1")) for i in range(cells)]
        defined = [
            timed(lambda i=i: run(client, f"class C{i} {{ int f() {{ return {i}; }} }}\nnew C{i}().f()"))
            for i in range(cells // 4)
        ]
        prints = timed(lambda: run(client, "for (int i = 0; i < 5000; i++) System.out.println(i);"))
        stopped = interrupt(manager, client, "while (true) { }")
        asleep = interrupt(manager, client, "Thread.sleep(60_000);")
        print(f"start to kernel_info        {ready:8.0f}")
        print(f"start to first result       {first:8.0f}")
        print(f"trivial cell, median of {cells:<4d}{statistics.median(trivial):8.1f}")
        print(f"define and call a class     {statistics.median(defined):8.1f}")
        print(f"5,000 printlns              {prints:8.0f}")
        print(f"interrupt of while (true)   {stopped:8.0f}")
        print(f"interrupt of sleep          {asleep:8.0f}")
    finally:
        client.stop_channels()
        manager.shutdown_kernel()


if __name__ == "__main__":
    main()
