"""Times `heng check` on dossiers of growing size, beside the same arithmetic in Python.

    python3 bench/check/check.py HENG LARGE_DOSSIER

HENG is the binary, LARGE_DOSSIER the example of heng-core that writes the dossiers. Each time is the
best of five runs of a whole process: reading, scoring, all checks and the printed ledger.
The peer (peer.py) reads the same file and does four of the checks only.
"""

import os
import subprocess
import sys
import tempfile
import time

SIZES = [1250, 2500, 5000, 10000]
PEER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "peer.py")


def best(command):
    times = []
    for _ in range(5):
        begin = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True)
        times.append(time.perf_counter() - begin)
        if done.returncode not in (0, 1):
            sys.exit(f"{command}: {done.stderr}")
    return min(times), done.stdout


def counts(output):
    """The findings that both sides make, by the names of the indicators in them."""
    def listed(title):
        line = next((line for line in output.splitlines() if title in line), "")
        return line.count("“")
    return listed("项指标没有完成目标"), listed("项指标的完成值大幅超过目标")


def main():
    heng, generate = sys.argv[1:]
    print(f"{'indicators':>10} {'heng ms':>8} {'ratio':>6} {'µs each':>8} {'peer ms':>8} {'peer/heng':>9}")
    before = None
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([generate, str(size), folder], check=True)
            own, output = best([heng, "check", folder])
            peer, said = best([sys.executable, PEER, os.path.join(folder, "dossier.toml")])
        if counts(output) != tuple(int(word) for word in said.split()):
            sys.exit(f"{size}: heng finds {counts(output)}, the peer {said}")
        ratio = f"{own / before:.2f}" if before else ""
        before = own
        print(f"{size:>10} {own * 1e3:>8.0f} {ratio:>6} {own / size * 1e6:>8.1f} "
              f"{peer * 1e3:>8.0f} {peer / own:>9.2f}")


main()
