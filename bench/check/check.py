"""Times `heng check` on dossiers of growing size, beside the same arithmetic in Python.

    python3 bench/check/check.py HENG LARGE_DOSSIER

HENG is the binary, LARGE_DOSSIER the example of heng-core that writes the dossiers. Each time is the
least of five runs of a whole process: reading, scoring, all checks and the printed findings. Ratios
are of processor time, which other work on the machine disturbs less than wall time.
The peer (peer.py) reads the same file and does four of the checks only.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time

SIZES = [1250, 2500, 5000, 10000]
PEER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "peer.py")


def spent():
    """Processor time of all children so far."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def best(command):
    """The least processor and wall time of five runs, and what the last one printed."""
    processor, wall = [], []
    for _ in range(5):
        begin, before = time.perf_counter(), spent()
        done = subprocess.run(command, capture_output=True, text=True)
        wall.append(time.perf_counter() - begin)
        processor.append(spent() - before)
        if done.returncode not in (0, 1):
            sys.exit(f"{command}: {done.stderr}")
    return min(processor), min(wall), done.stdout


def counts(output):
    """The findings that both sides make, by the names of the indicators in them."""
    def listed(title):
        line = next((line for line in output.splitlines() if title in line), "")
        return line.count("“")
    return listed("项指标没有完成目标"), listed("项指标的完成值大幅超过目标")


def main():
    heng, generate = sys.argv[1:]
    print("indicators  heng cpu  heng wall  ratio  µs each  peer cpu  peer/heng")
    before = None
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([generate, str(size), folder], check=True)
            own, wall, output = best([heng, "check", folder])
            peer, _, said = best([sys.executable, PEER, os.path.join(folder, "dossier.toml")])
        if counts(output) != tuple(int(word) for word in said.split()):
            sys.exit(f"{size}: heng finds {counts(output)}, the peer {said}")
        ratio = f"{own / before:.2f}" if before else ""
        before = own
        print(f"{size:>10} {own * 1e3:>6.0f} ms {wall * 1e3:>7.0f} ms {ratio:>6} "
              f"{own / size * 1e6:>8.1f} {peer * 1e3:>6.0f} ms {peer / own:>10.2f}")


main()
