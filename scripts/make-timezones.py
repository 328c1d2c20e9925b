#!/usr/bin/env python3
"""Writes Resources/data/timezones.txt, the zones and countries of `modules.pytz`, from the installed package pytz.

    python3 scripts/make-timezones.py > Resources/data/timezones.txt

Lines are tab-separated; the first field says what they are:
    version   version of pytz, version of the tz database
    zone      name, `c` when pytz counts it as common, index of its line among the `times` lines
    country   code, name, its zones
    times     offsets as `seconds/daylight saving seconds/abbreviation`, moments of change
A moment is a letter, the index of the offset that begins (A…Z, a…z), and the seconds since the moment before it
(since 1970 for the first) in base 36. A zone without moments never changes. pytz rounds offsets to minutes.
"""
import datetime
import sys

import pytz

EPOCH = datetime.datetime(1970, 1, 1)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def base36(number):
    sign, number, text = "-" if number < 0 else "", abs(number), ""
    while number or not text:
        number, digit = divmod(number, 36)
        text = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + text
    return sign + text


def seconds(span):
    return int(span.total_seconds())


def times(zone):
    if not hasattr(zone, "_utc_transition_times"):
        return f"{seconds(zone.utcoffset(None))}/0/{zone.tzname(None)}\t"
    # The offset of the zone's first moment comes first: a zone without a time uses it.
    infos = list(dict.fromkeys(zone._transition_info))
    moments, last = [], 0
    for moment, info in zip(zone._utc_transition_times, zone._transition_info):
        if moment == datetime.datetime(1, 1, 1):
            now = "min"
        else:
            number = seconds(moment - EPOCH)
            now, last = base36(number - last), number
        moments.append(LETTERS[infos.index(info)] + now)
    offsets = ",".join(f"{seconds(o)}/{seconds(d)}/{name}" for o, d, name in infos)
    return f"{offsets}\t{' '.join(moments)}"


def main():
    tables, lines = {}, []
    for name in pytz.all_timezones:
        index = tables.setdefault(times(pytz.timezone(name)), len(tables))
        lines.append(f"zone\t{name}\t{'c' if name in pytz.common_timezones_set else ''}\t{index}")
    for code in pytz.country_names:
        zones = ",".join(pytz.country_timezones(code)) if code in pytz.country_timezones else ""
        lines.append(f"country\t{code}\t{pytz.country_names[code]}\t{zones}")
    print(f"version\t{pytz.__version__}\t{pytz.OLSON_VERSION}")
    print("\n".join(lines))
    print("\n".join(f"times\t{table}" for table in tables))


if __name__ == "__main__":
    sys.exit(main())
