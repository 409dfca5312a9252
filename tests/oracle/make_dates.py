#!/usr/bin/env python3
"""Legal dates of Kazakhstan computed by other people's libraries, for `tests/law/oracle.rs`.

    python3 -m venv /tmp/oracle && /tmp/oracle/bin/pip install holidays==0.109 numpy python-dateutil
    /tmp/oracle/bin/python tests/oracle/make_dates.py

writes beside itself
  kz_days.csv   every day of 2020-2027 that differs from its weekday, by `holidays`
  kz_dates.csv  when a term ends, for a few thousand random terms: days by `numpy`'s business days on that
                calendar (and by `holidays` itself, which must agree), months and years by `dateutil`

Nothing of ours is used, and the same seed gives the same files. A pause is told to numpy as days that do
not count; for months it is a fixed point, as the rule words it.
"""

import csv
import random
from datetime import date, timedelta
from pathlib import Path

import holidays
import numpy as np
from dateutil.relativedelta import relativedelta

FIRST, LAST = date(2020, 1, 1), date(2027, 12, 31)
HERE = Path(__file__).parent
ONE_DAY = timedelta(days=1)

# One year more on each side, for counts that start or look beyond the edge.
KZ = holidays.country_holidays("KZ", years=range(FIRST.year - 1, LAST.year + 2))
ALL_DAYS = [FIRST + n * ONE_DAY for n in range((LAST - FIRST).days + 1)]
DAYS_OFF = [day for n in range(-365, 365 * 9) if not KZ.is_working_day(day := FIRST + n * ONE_DAY)]


def business(days_off):
    """A numpy calendar on which every day works but these: numpy's own week knows no working Saturday."""
    return np.busdaycalendar(weekmask="1111111", holidays=days_off)


WORKING = business(DAYS_OFF)


def nth_after(start, amount, calendar):
    return np.busday_offset(start, amount, roll="backward", busdaycal=calendar).astype(date)


def paused_days(pauses):
    return sorted({stop + n * ONE_DAY for stop, go in pauses for n in range(1, (go - stop).days + 1)})


def end(start, amount, unit, reading, paused):
    """The last day by the count itself, before any roll."""
    if unit in ("months", "years"):
        lead = start + relativedelta(**{unit: amount})
        last = lead
        while True:
            lost = sum(1 for day in paused if start < day <= last)
            if last == lead + lost * ONE_DAY:
                return last
            last = lead + lost * ONE_DAY
    if unit == "working days" or (unit == "sutki" and reading == "working"):
        last = nth_after(start, amount, business(DAYS_OFF + paused))
        if not paused:
            assert last == KZ.get_nth_working_day(start, amount), (start, amount)
        return last
    return nth_after(start, amount, business(paused))


def roll(last, how, paused):
    if how == "none":
        return last
    if how == "next":
        return np.busday_offset(last, 0, roll="forward", busdaycal=business(DAYS_OFF + paused)).astype(date)
    return np.busday_offset(last, 0, roll="backward", busdaycal=WORKING).astype(date)


def terms(rng, count):
    most = {"working days": 60, "calendar days": 120, "sutki": 45, "months": 13, "years": 2}
    rows = 0
    while rows < count:
        unit = rng.choice(list(most))
        amount = rng.randint(1, most[unit])
        reading = rng.choice(["calendar", "working"]) if unit == "sutki" else "calendar"
        how = rng.choice(["none", "next", "next", "previous"])
        start = FIRST + rng.randrange((LAST - FIRST).days) * ONE_DAY
        pauses = []
        for _ in range(rng.choice([0, 0, 1, 2])):
            stop = start + rng.randrange(40) * ONE_DAY
            pauses.append((stop, stop + rng.randrange(25) * ONE_DAY))
        paused = paused_days(pauses)
        last = end(start, amount, unit, reading, paused)
        due = roll(last, how, paused) if last <= LAST - 60 * ONE_DAY else None
        if due is None or due > LAST:
            continue
        told = " ".join(f"{stop}/{go}" for stop, go in pauses)
        yield start, f"{amount} {unit if amount > 1 else unit.removesuffix('s')}", reading, how, told, due
        rows += 1


def write(name, header, rows):
    with open(HERE / name, "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        out.writerows(rows)


def main():
    exceptions = [day for day in ALL_DAYS if KZ.is_working_day(day) == (day.weekday() >= 5)]
    write("kz_days.csv", ["date", "working"], [(day, int(KZ.is_working_day(day))) for day in exceptions])
    header = ["start", "span", "reading", "roll", "pauses", "due_on"]
    write("kz_dates.csv", header, terms(random.Random(20210126), 4000))


if __name__ == "__main__":
    main()
