"""Writes the register of the bench: rows and seed are arguments, equal arguments give equal bytes."""

import datetime
import random
import sys

OFFICES = [f"第{name}培训处" for name in "一二三四五六七八九十甲乙丙丁"]
KINDS = ["专题培训", "任职培训", "初任培训", "调训"]
LEVELS = ["省级", "市级", "本区"]
STATUSES = ["已举办", "计划中", "取消"]
HEADING = "number,office,kind,level,held_on,status,attendance,trained,cost,venue"


def main(path, rows, seed):
    draw = random.Random(seed)
    first = datetime.date(2022, 7, 1)
    days = [(first + datetime.timedelta(days=day)).isoformat() for day in range(900)]
    with open(path, "w", encoding="utf-8", newline="") as out:
        out.write(HEADING + "\n")
        for number in range(rows):
            is_blank = draw.random() < 0.03
            attendance = "" if is_blank else str(draw.randrange(5, 900))
            trained = "" if is_blank else str(draw.randrange(5, 400))
            cost = f"{draw.randrange(0, 500)}.{draw.randrange(0, 100):02d}"
            cells = [
                f"P2023-{number:08d}",
                draw.choice(OFFICES),
                draw.choices(KINDS, (50, 25, 15, 10))[0],
                draw.choice(LEVELS),
                "" if draw.random() < 0.02 else draw.choice(days),
                draw.choices(STATUSES, (80, 15, 5))[0],
                attendance,
                trained,
                cost,
                f"临江区滨江路{draw.randrange(1, 5000)}号第{draw.randrange(1, 9)}会议室",
            ]
            out.write(",".join(cells) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
