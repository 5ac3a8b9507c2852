#!/usr/bin/env python3
"""Makes the messy files of this folder, and the table of them in README.md.

Every file is a small submission with one fault, or one kind of fault, that real files have. The figures are invented;
only the codes of organisations and of treatment functions are real. The same script gives the same rows on any
machine. What is expected of each file stands beside it, and is written by the tests, not by this script.

    python3 make.py
"""

import io
import os
import re
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
MADE = []

ACM = [
    "FINANCIAL_MONTH",
    "FINANCIAL_YEAR",
    "DATE_AND_TIME_DATA_SET_CREATED",
    "ORGANISATION_IDENTIFIER_(CODE_OF_PROVIDER)",
    "ORGANISATION_SITE_IDENTIFIER_(OF_TREATMENT)",
    "ORGANISATION_IDENTIFIER_(CODE_OF_COMMISSIONER)",
    "ACTIVITY_TREATMENT_FUNCTION_CODE",
    "COMMISSIONED_SERVICE_CATEGORY_CODE",
    "POINT_OF_DELIVERY_CODE",
    "TARIFF_CODE",
    "NATIONAL_TARIFF_INDICATOR",
    "CONTRACT_MONITORING_PLANNED_ACTIVITY",
    "CONTRACT_MONITORING_PLANNED_PRICE",
    "CONTRACT_MONITORING_PLANNED_MARKET_FORCES_FACTOR",
    "CONTRACT_MONITORING_ACTUAL_ACTIVITY",
    "CONTRACT_MONITORING_ACTUAL_PRICE",
    "CONTRACT_MONITORING_ACTUAL_MARKET_FORCES_FACTOR",
]
SHORT = {
    "month": 0, "year": 1, "created": 2, "provider": 3, "site": 4, "commissioner": 5, "function": 6, "category": 7,
    "pod": 8, "tariff": 9, "national": 10, "planned": 11, "planned_price": 12, "planned_mff": 13, "actual": 14,
    "price": 15, "mff": 16,
}
LINES = [
    ["1", "202526", "2025-05-12T09:30:00", "RWE", "RWEAA", "03W", "100", "21", "DC", "FZ18K", "Y",
     "10", "13730", "1.028343", "12", "16476", "1.028343"],
    ["1", "202526", "2025-05-12T09:30:00", "RWE", "RWEAE", "04V", "130", "21", "DC", "BZ34C", "Y",
     "40", "26880", "1.028343", "38", "25536", "1.028343"],
    ["1", "202526", "2025-05-12T09:30:00", "RWE", "RWEAA", "04C", "301", "21", "EL", "FZ60Z", "Y",
     "5", "1720", "1.028343", "6", "2064.5", "1.028343"],
    ["1", "202526", "2025-05-12T09:30:00", "RT5", "RT5KF", "03W", "191", "21", "OPFASPCL", "WF01B", "N",
     "20", "4641.4", "1.029462", "18", "4177.26", "1.029462"],
]


def put(name, content, says):
    if isinstance(content, str):
        content = content.encode("utf-8")
    with open(os.path.join(HERE, name), "wb") as file:
        file.write(content)
    MADE.append((name, says))


def quoted(field):
    return '"' + field.replace('"', '""') + '"' if any(mark in field for mark in ',"\n') else field


def text(rows, heading=ACM, between=",", end="\r\n"):
    write = quoted if between == "," else (lambda field: field)
    return end.join(between.join(write(field) for field in row) for row in [heading] + rows) + end


def with_values(*changes):
    """The lines; the first of them changed once for each of the changes."""
    rows = []
    for number, change in enumerate(changes):
        row = list(LINES[number % len(LINES)])
        for column, value in change.items():
            row[SHORT[column]] = value
        rows.append(row)
    return rows + [list(row) for row in LINES[len(changes):]]


def acm(name, says, *changes):
    put(f"{name}.csv", text(with_values(*changes)), says)


def of_values():
    acm("clean", "nothing: every row stands as the layout asks for")
    acm("year-written-otherwise", "the financial year as `2025/26`, `2025-2026`, `FY25/26`, `2025`",
        {"year": "2025/26"}, {"year": "2025-2026"}, {"year": "FY25/26"}, {"year": "2025"})
    acm("year-impossible", "financial years that do not follow each other, and words",
        {"year": "202527"}, {"year": "next"}, {"year": "25"})
    acm("acm_2526_year-in-the-name-only", "the financial year stands in the name of the file only",
        {"year": ""}, {"year": ""}, {"year": ""}, {"year": ""})
    acm("acm_2526_year-against-the-name", "a row of another year than the name of the file says", {"year": "202425"})
    acm("month-written-otherwise", "the month as `April`, `M01`, `01/04/2025` and `Apr-25`",
        {"month": "April"}, {"month": "M01"}, {"month": "13/04/2025"}, {"month": "Apr-25"})
    acm("month-as-day", "the month as its first day, with day or month first: the year of the row settles most of them",
        {"month": "01/04/2025"}, {"month": "04/01/2025"}, {"month": "01/02/2026"},
        {"month": "05/04/2025", "year": "202425", "created": "2025-05-12T09:30:00"}, {"month": "2025-04-30T23:00:00Z"})
    acm("month-impossible", "months that are not there, and one of another year",
        {"month": "13"}, {"month": "0"}, {"month": "Q1"}, {"month": "2024-04-01"})
    acm("month-serial", "a month that a spreadsheet turned into the number of a day", {"month": "45748"})
    acm("money-with-marks", "money with commas, currency signs, brackets, a minus behind",
        {"price": "16,476.00"}, {"price": "£25,536"}, {"price": "(2,064.50)", "actual": "-6"}, {"price": "4177.26-", "actual": "-18"})
    acm("money-not-known", "`TBC`, `N/A`, `*` and `#REF!` for an amount",
        {"price": "TBC"}, {"price": "N/A"}, {"price": "*"}, {"price": "#REF!"})
    acm("money-unsaid", "`NULL` and nothing for an amount", {"price": "NULL"}, {"price": ""})
    acm("money-dash", "a dash alone, as accounting format writes 0 and others that nothing is known",
        {"price": "-"}, {"price": " £-   "}, {"planned": "–"})
    acm("money-with-other-marks", "`+12`, `£-1`, `1 234`, `1\u00a0234.50`, `####`",
        {"price": "+16476"}, {"price": "£-25536", "actual": "-38"}, {"price": "2 064.50"}, {"price": "####"},
        {"price": "16 476.5", "actual": "1 23"}, {"price": "16\u00a0476.50"})
    acm("money-from-a-spreadsheet", "`1.65E+04`, which has lost digits, too many places, and many zeros",
        {"price": "1.65E+04"}, {"price": "25536.000000001"}, {"price": "2064.500000000000"}, {"price": "4177.2600000000002"})
    acm("money-decimal-comma", "a comma before the pence", {"price": "16476,50"}, {"price": "25.536,00"})
    acm("money-other-currency", "euros and dollars, a percentage, and a letter O among digits",
        {"price": "€16476"}, {"price": "$25536"}, {"price": "20%"}, {"price": "41O7.26"})
    acm("money-too-large", "more digits than an amount can have", {"price": "1234567890123456789012"})
    acm("stamps", "moments as databases and spreadsheets write them",
        {"created": "2025-05-12 09:30:00"}, {"created": "13/05/2025 09:30"}, {"created": "12-May-25"}, {"created": "45789.395833"})
    acm("stamps-american", "moments with the month first, which one of them settles",
        {"created": "5/13/2025 9:30:00 AM"}, {"created": "05/12/2025 2:30:00 PM"})
    acm("stamps-ambiguous", "a moment that could be two days: nothing needs it", {"created": "05/06/2025 09:30"})
    acm("stamps-wrong", "a moment that is none, two with a zone, and one before the activity",
        {"created": "last Monday"}, {"created": "2025-05-12T09:30:00Z"}, {"created": "2025-03-12T09:30:00"}, {"created": ""},
        {"created": "2025-05-12 09:30:00-05:00"})
    acm("codes-in-lower-case", "codes in lower case", {"provider": "rwe", "pod": "dc", "tariff": "fz18k", "national": "y"})
    acm("codes-with-spaces", "codes with spaces round them, some of them unbreakable",
        {"provider": "RWE ", "pod": " DC"}, {"commissioner": "04V\u00a0"})
    acm("codes-zeros", "a letter O for a zero, treatment functions that begin with 0 or are too short, a code through a program for numbers",
        {"function": "1OO", "tariff": "FZ1OK"}, {"function": "1"}, {"function": "001"}, {"function": "301.0"}, {"tariff": "WFO1B"})
    acm("codes-with-prefix", "treatment functions as `IP100` and `C_130`, an organisation as `RWE00`",
        {"function": "IP100"}, {"function": "C_130"}, {"provider": "RWE00"})
    acm("codes-not-codes", "a name for a code, a code too long, a code with marks",
        {"provider": "University Hospitals"}, {"pod": "DAYCASEBASKET"}, {"function": "ENT"}, {"commissioner": "04"})
    acm("codes-not-listed", "a point of delivery that is not in the list, twice, and another",
        {"pod": "DCX"}, {"pod": "dcx"}, {"pod": "DCY"})
    acm("codes-of-nobody", "a provider and a commissioner that nobody knows", {"provider": "RWF"}, {"commissioner": "99Z"})
    acm("codes-missing", "codes that are not there", {"provider": ""}, {"pod": ""}, {"national": ""}, {"commissioner": ""})
    acm("codes-null", "`NULL` for codes: needed ones are not there, the others are not said",
        {"commissioner": "NULL"}, {"pod": "NULL"}, {"tariff": "NULL"}, {"function": "null"})
    acm("tariff-indicator-in-words", "`Yes`, `no`, `1` and something else for yes or no",
        {"national": "Yes"}, {"national": "no"}, {"national": "1"}, {"national": "maybe"})
    acm("amounts-odd", "a credit, activity without price, price without activity, activity without plan",
        {"actual": "-2", "price": "-2746"}, {"price": "0"}, {"actual": "0"}, {"planned": "0", "planned_price": "0"})
    acm("trust_2526_InformationStandard_M01", "a name as providers give it, and rows of another year",
        {"year": ""}, {"year": "202425"})
    acm("category-empty", "the category of the commissioned service, which is not kept: empty, a word, too long",
        {"category": ""}, {"category": "specialised"}, {"category": "2"})
    reporting = [[row[0], row[1], row[2], stage] + row[3:] for row, stage in zip(LINES, ["Flex", "Flex", "Freeze", ""])]
    put("reporting-types.csv", text(reporting, ACM[:3] + ["REPORTING_TYPE_INDICATOR"] + ACM[3:]),
        "rows of two stages of reporting in one file, and one of none")
    acm("amounts-none", "a row without any amount",
        {"planned": "", "planned_price": "", "planned_mff": "", "actual": "", "price": "", "mff": ""})
    acm("factors-as-percentages", "market forces factors as percentages, in every row",
        *[{"planned_mff": factor, "mff": factor} for factor in ["102.8343", "102.8343", "102.8343", "102.9462"]])
    acm("factor-as-percentage", "one market forces factor as a percentage, and the other not said",
        {"planned_mff": "", "mff": "102.8343"}, {"planned_mff": "102.8343"})
    acm("total-of-functions", "the total of all functions among the functions", {"function": "C_999"}, {"function": "999"})


def of_rows():
    total = [""] * len(ACM)
    total[0], total[12], total[15] = "Total", "46971.4", "48253.76"
    blank = [""] * len(ACM)
    put("total-row.csv", text(LINES + [total]), "a row that adds up the others")
    put("heading-again.csv", text(LINES[:2] + [ACM] + LINES[2:]), "the heading stands in the middle once more")
    put("blank-lines.csv", text(LINES[:1] + [blank] + LINES[1:] + [blank]).replace("FZ18K", "FZ18K") + "\r\n\r\n",
        "blank rows, and blank lines at the end")
    put("same-row-twice.csv", text(LINES + LINES[:1]), "the same row twice")
    lines = text(LINES).split("\r\n")
    put("too-few-fields.csv", "\r\n".join([lines[0], ",".join(LINES[0][:15])] + lines[2:]), "a row that ends too early")
    moved = list(LINES[0])
    moved[15] = "16,476.00"
    put("too-many-fields.csv", "\r\n".join([lines[0], ",".join(moved)] + lines[2:]),
        "a comma without quotes: all behind it has moved")
    short = list(LINES[0])
    short[15] = "16,476"
    del short[16]
    put("moved-fields.csv", "\r\n".join([lines[0], ",".join(short)] + lines[2:]),
        "a comma without quotes, and one field fewer at the end: nothing shows but the amounts")
    alone = list(short)
    alone[13] = ""
    put("moved-fields-one-factor.csv", "\r\n".join([lines[0], ",".join(alone)] + lines[2:]),
        "the same, and the one factor that stands there is none: no plan was made")
    put("trailing-commas.csv", "\r\n".join(line + ",,," if line else line for line in lines), "commas behind the last column")
    put("rows-above-the-heading.csv", "Contract monitoring,,\r\nApril 2025,,\r\n" + text(LINES), "a title above the heading")
    mended = [row[:] + ["", str(number)] for number, row in enumerate(LINES, 7)]
    mended[1][17] = "CONTRACT_MONITORING_ACTUAL_PRICE: `TBC` is not an amount yet (put in the amount when it is known)"
    mended[2][17] = "mend the row, then empty this cell: the row has 15 fields, and the heading 17"
    mended[3][7] = "'=21"
    put("rejected-rows-mended.csv", text(mended, ACM + ["refused_because", "row"]),
        "rejected rows that were mended, one that was not, and a cell behind an apostrophe")
    put("columns-in-another-order.csv",
        text([row[::-1] for row in LINES], heading=[name.lower().replace("_", " ") for name in ACM[::-1]]),
        "the columns in another order, in lower case, with spaces")
    put("old-layout.csv", text(
        [row[:4] + row[5:] for row in LINES],
        heading=[name.replace("_", " ") for name in ACM if "SITE" not in name]), "the first published layout, without sites")


def of_files():
    whole = text(LINES)
    put("mark-of-utf-8.csv", b"\xef\xbb\xbf" + whole.encode(), "a mark of UTF-8 before the heading")
    put("utf-16.csv", b"\xff\xfe" + whole.encode("utf-16-le"), "UTF-16, as a spreadsheet saves `Unicode text`")
    put("utf-16-without-mark.csv", whole.encode("utf-16-be"), "UTF-16 without its mark")
    put("windows-1252.csv", text(with_values({"price": "£16476"}, {"commissioner": "04V\u00a0"})).encode("cp1252"),
        "Windows-1252, seen by its pound sign")
    put("nul-bytes.csv", whole.replace("16476", "164\x0076"), "bytes of no text")
    put("carriage-returns.csv", text(LINES, end="\r"), "carriage returns alone between the lines")
    lines = whole.split("\r\n")
    put("line-ends-mixed.csv", lines[0] + "\n" + lines[1] + "\r\n" + lines[2] + "\r" + lines[3] + "\n" + lines[4],
        "three kinds of line ends, and none at the end")
    put("semicolons.csv", text(with_values({"price": "16,476"}), between=";"), "semicolons between fields: a comma may be a point")
    put("tabs.txt.csv", text(LINES, between="\t"), "tabs between fields")
    put("quote-not-closed.csv", whole.replace(",FZ18K,", ',"FZ18K,', 1), "a quote that is never closed")
    put("quotes-and-line-ends.csv", whole.replace(",21,DC,", ',"21\r\n",DC,', 1), "a line end within quotes")
    put("no-rows.csv", text([]), "a heading and nothing under it")
    put("empty.csv", "", "nothing at all")
    put("not-a-submission.csv", "name,colour\r\nrose,red\r\n", "a heading that fits nothing")
    put("nearly-acm.csv", whole.replace("POINT_OF_DELIVERY_CODE", "DELIVERY"), "a column that is needed has another name")
    put("column-twice.csv", whole.replace("TARIFF_CODE", "POINT_OF_DELIVERY_CODE"), "a column that stands twice")
    put("page-of-the-web.csv", "<html><table><tr><td>1</td></tr></table></html>", "a page of the web with another name")
    put("old-workbook.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504, "a workbook in the form of before 2007")
    put("too-many-columns.csv", ",".join(f"c{number}" for number in range(2000)) + "\r\n", "two thousand columns")


def of_patients():
    heading = ACM[:7] + ["NHS_NUMBER", "LOCAL_PATIENT_IDENTIFIER_(EXTENDED)"] + ACM[7:11] + [
        "ACTIVITY_START_DATE_(CONTRACT_MONITORING)", "ACTIVITY_COUNT_(POINT_OF_DELIVERY)", "ACTIVITY_UNIT_PRICE", "TOTAL_COST"]
    # Numbers of nobody: they begin with 999, which is never given out, and their last digit is the check digit.
    people = ["9990000018", "9990000026", "9990000034", "9990000042"]
    rows = [
        row[:7] + [person, f"LOCAL{number}"] + row[7:11] + ["2025-04-1" + str(number), "1", "1373", "1373"]
        for number, (row, person) in enumerate(zip(LINES, people))
    ]
    rows[2][16] = "TBC"
    put("plcm-nhs-numbers.csv", text(rows, heading), "NHS numbers, which are not let in")
    put("plcm-nhs-numbers-let-in.csv", text(rows, heading), "the same, let in by the switch: no number comes out again")
    moved = [row[:] for row in rows]
    moved[1].insert(3, "x")
    put("plcm-moved-let-in.csv", text(moved, heading), "a moved row about a patient: nothing of it comes out again")
    hidden = [name if name != "NHS_NUMBER" else "REF" for name in heading]
    put("plcm-nhs-numbers-hidden.csv", text(rows, hidden), "NHS numbers under another name")
    kept = [7, 8]
    bare = lambda row: [field for at, field in enumerate(row) if at not in kept]
    late = [bare(row) for row in rows]
    late[0][0] = ""
    put("plcm.csv", text(late, bare(heading)), "patients without numbers; one month from the day of the activity")
    undated = [row[:] for row in late]
    for row in undated[:3]:
        row[0], row[1] = "", ""
    undated[2][11] = "2025-03-31"
    undated[3][1], undated[3][11] = "", ""
    undated[0][14] = "1300"
    put("plcm-without-years.csv", text(undated, bare(heading)),
        "patients without years: the day of the activity says them; a total that is not the price of one")
    drugs = bare(heading)[:11] + ["DRUG_NAME", "UNIT_PRICE_(COMMISSIONER)", "HOME_DELIVERY_CHARGE", "TOTAL_COST"]
    put("drplcm.csv", text([bare(row)[:11] + ["A drug", "50", "0", "50"] for row in rows], drugs), "high-cost drugs")
    devices = bare(heading)[:11] + ["DEVICE_NAME", "DEVICE_QUANTITY", "UNIT_PRICE_(COMMISSIONER)", "TOTAL_COST"]
    put("deplcm.csv", text([bare(row)[:11] + ["A device", "2", "50", "100"] for row in rows], devices), "devices")


def of_others():
    bands = [f"Gt {week:02} To {week + 1:02} Weeks SUM 1" for week in range(3)] + ["Gt 03 Weeks SUM 1"]
    heading = ["Period", "Provider Org Code", "Commissioner Org Code", "RTT Part Type", "Treatment Function Code"] + bands + [
        "Total", "Patients with unknown clock start date", "Total All"]
    rtt = lambda function, *numbers, provider="RWE", part="Part_1A": [
        "RTT-April-2024", provider, "03W", part, function] + list(numbers)
    good = [
        rtt("C_100", "1", "", "2", "1", "4", "1", "5"),
        rtt("C_110", "2", "3", "", "", "5", "", "5"),
        rtt("C_999", "3", "3", "2", "1", "9", "1", "10"),
        rtt("C_100", "", "", "", "", "", "", "7", part="Part_3"),
        rtt("C_100", "4", "4", "", "", "", "", "8", part="Part_2"),
    ]
    put("rtt.csv", text(good, heading), "waiting times: blanks that mean nil, a total left blank, a total that is left out")
    put("rtt-total-row.csv", text(good + [rtt("C_100", "1", "", "2", "1", "4", "1", "5", provider="")], heading),
        "waiting times: the total of all providers among the providers")
    bad = [row[:] for row in good]
    bad[0][5] = "2"
    bad[1][0] = "last month"
    bad[4][6] = "4.5"
    put("rtt-bands.csv", text(bad, heading), "waiting times: bands that do not add up, a month that is none, half a person")
    put("rtt-total-unlike.csv", text([good[0], good[2]], heading), "waiting times: functions that do not come to their total")
    put("rtt-totals-only.csv", text([good[2]], heading), "waiting times: nothing but totals")
    put("rtt-twice.csv", text(good + good[:1], heading), "waiting times: the same function twice")
    costs = ["party", "service", "element", "period", "basis", "certified by", "allowable", "reason", "amount"]
    put("costs.csv", text([
        ["uhl", "cataract", "staff", "2025-26", "ledger", "director of finance", "allowable", "", "120,000.00"],
        ["uhl", "cataract", "room hire", "2025-26", "ledger", "director of finance", "disallowed", "not of this service", "1500"],
        ["lpt", "cataract", "staff", "2025-26", "", "", "", "", "80000.50"],
        ["lpt", "cataract", "overheads", "2025-26", "", "", "disallowed", "", "900"],
        ["lpt", "cataract", "drugs", "2025-26", "", "", "perhaps", "", "TBC"],
        ["Total", "", "", "2025-26", "", "", "", "", "202400.50"],
    ], costs), "a return of costs: no reason for what is disallowed, `TBC`, a total")
    named = lambda service, amount: ["uhl", service, "staff", "2025-26", "ledger", "", "", "", amount]
    put("costs-named-total.csv", text([
        named("Total hip replacement", "120000"),
        named("Subtotal thyroidectomy", "8000"),
        named("Hysterectomy, total", "9000"),
        named("Total: hip replacement", "120000"),
        named("Grand total hip replacements", "120000"),
        named("Total (hip replacement)", "120000"),
        named("All services, total", "137000"),
        named("Total expenditure", "137000"),
        named("Subtotal acute", "128000"),
        named("Sub-total", "137000"),
        named("Totals", "137000"),
        ["Grand Total", "", "", "", "", "", "", "", "137000"],
    ], costs), "a return of costs: services with `total` in their names among totals")
    sessions = ["site", "room", "month", "sessions available", "sessions used", "party", "cost of lease"]
    put("sessions.csv", text([
        ["RT5YD", "Room 1", "2025-04", "40", "31", "lpt", "2,400.00"],
        ["RT5YD", "Room 2", "2025-04-16", "2", "1", "uhl", "60"],
        ["RT5YD", "Room 3", "spring", "40", "31", "lpt", "2400"],
        ["RT5YD", "Room 4", "2025-04", "-2", "", "lpt", "2400"],
        ["Total", "", "2025-04", "82", "63", "", "7260"],
    ], sessions), "sessions of rooms: a day, a season, fewer than none, a number that is not said, a total")
    put("sessions-twice.csv", text([
        ["RT5YD", "Room 1", "2025-04", "40", "31", "lpt", "2400"],
        ["RT5YD", "Room 1", "2025-04", "40", "33", "lpt", "2400"],
        ["RT5YD", "Room 1", "2025-04", "40", "5", "uhl", ""],
        ["RT5YD", "Room 2", "2025-04-16", "2", "1", "uhl", "60"],
        ["RT5YD", "Room 2", "2025-04-17", "2", "1", "uhl", "60"],
    ], sessions), "sessions of rooms: a room of a month twice, with another number")
    put("costs-twice.csv", text([
        ["uhl", "cataract", "staff", "2025-26", "ledger", "director of finance", "allowable", "", "120000"],
        ["uhl", "cataract", "staff", "2025-26", "ledger", "director of finance", "allowable", "", "119000"],
        ["uhl", "cataract", "staff", "2025-26", "ledger", "director of finance", "allowable", "", "120000"],
    ], costs), "a return of costs: a line twice as it is, and once with another amount")
    measures = ["measure", "period", "value", "numerator", "denominator", "group", "deprivation fifth"]
    put("measures.csv", text([
        ["waits_within_18_weeks", "2025-04", "58.1%", "", "", "", ""],
        ["i_statements", "2025-04", "", "43", "50", "carers", "1"],
        ["i_statements", "2025-04", "*", "", "", "carers", "5"],
        ["oxford_hip", "2025-04", "20.9", "", "", "", ""],
        ["oxford_hip", "2025-04", "20.9", "1", "2", "", ""],
        ["oxford_hip", "2025-04", "", "1", "0", "", "6"],
        ["oxford_hip", "2025-04", "", "", "", "", ""],
    ], measures), "values of measures: a hidden one, two at once, nothing, no share, a sixth fifth")
    put("measures-in-words.csv", text([
        ["told_once", "2025-26", "above", "", ""],
        ["told_once", "2025-26", "Game breaking", "", ""],
        ["told_once", "2025-26", "good", "", ""],
        ["told_once", "2025-26", "", "40", "50"],
        ["told_once", "2025-26", "", "", ""],
        ["told_once", "2025-26", "*", "", ""],
        ["clinic_opened", "2025-26", "2025-09-01", "", ""],
        ["clinic_opened", "2025-26", "1 September 2025", "", ""],
        ["clinic_opened", "2025-26", "soon", "", ""],
    ], measures[:5]), "values of measures: words that were agreed and one that was not, days and no day")


CONTENT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/></Types>"""
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINK = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def letters(column):
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def cell(column, row, value):
    place = f'r="{letters(column)}{row}"'
    if value == "":
        return f"<c {place}/>"
    if value.startswith("@"):
        return f'<c {place} t="{value[1]}"><v>{value[2:]}</v></c>'
    if value.startswith("="):
        formula, _, cached = value[1:].partition("|")
        return f"<c {place}><f>{formula}</f><v>{cached}</v></c>"
    if re.fullmatch(r"-?[0-9]+([.][0-9]+)?(E[+-]?[0-9]+)?", value):
        return f"<c {place}><v>{value}</v></c>"
    text = value.removeprefix("'").replace("&", "&amp;").replace("<", "&lt;")
    return f'<c {place} t="inlineStr"><is><t>{text}</t></is></c>'


def sheet_of(rows, hidden=(), before="", doctype=""):
    lines = []
    for number, row in enumerate(rows, 1):
        cells = "".join(cell(column, number, value) for column, value in enumerate(row))
        mark = ' hidden="1"' if number in hidden else ""
        lines.append(f'<row r="{number}"{mark}>{cells}</row>')
    return f'<?xml version="1.0"?>{doctype}<worksheet {MAIN}>{before}<sheetData>{"".join(lines)}</sheetData></worksheet>'


def workbook(name, says, sheets, more=(), settings="", packing=zipfile.ZIP_STORED):
    """A workbook with these sheets: a name, whether it is hidden, its XML."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:

        def part(path, content):
            package.writestr(zipfile.ZipInfo(path, (2025, 5, 12, 9, 30, 0)), content, packing)

        part("[Content_Types].xml", CONTENT)
        listed = "".join(
            f'<sheet name="{sheet}" sheetId="{at}" r:id="rId{at}"{" state=" + chr(34) + "hidden" + chr(34) if is_hidden else ""}/>'
            for at, (sheet, is_hidden, _) in enumerate(sheets, 1))
        part("xl/workbook.xml", f"<workbook {MAIN} {LINK}>{settings}<sheets>{listed}</sheets></workbook>")
        targets = "".join(
            f'<Relationship Id="rId{at}" Target="worksheets/sheet{at}.xml"/>' for at in range(1, len(sheets) + 1))
        part("xl/_rels/workbook.xml.rels", f"<Relationships>{targets}</Relationships>")
        for at, (_, _, content) in enumerate(sheets, 1):
            part(f"xl/worksheets/sheet{at}.xml", content)
        for path, content in more:
            part(path, content)
    put(f"{name}.xlsx", file.getvalue(), says)


def of_workbooks():
    rows = [ACM] + [list(row) for row in LINES]
    good = ("ACM", False, sheet_of(rows))
    workbook("workbook", "a workbook: nothing is wrong", [good])
    notes = ("Notes", False, sheet_of([["Made for April"]]))
    workbook("workbook-hidden", "a hidden sheet before the data, notes behind it, a hidden row, hidden columns",
        [("Old", True, sheet_of([["x"]])), ("ACM", False, sheet_of(rows, hidden=[3], before='<cols><col min="5" max="6" hidden="1"/></cols>')), notes])
    serials = [list(row) for row in rows]
    for row in serials[1:]:
        row[2] = "45789.3958333333"
        row[0] = "45748"
    serials[1][15] = "16475.999999999998"
    serials[2][15] = "1.13686837721616E-13"
    serials[3][15] = "2.0645E3"
    serials[4][15] = "'4.18E+03"
    workbook("workbook-serials", "days as the numbers of a spreadsheet, amounts with the dust of its arithmetic, an amount as a text that has lost digits",
        [("ACM", False, sheet_of(serials))])
    formulas = [list(row) for row in rows]
    formulas[1][15] = "=O2*1373|16476"
    formulas[2][15] = "=O3*672|0"
    formulas[3][3] = "=D2|RWE"
    workbook("workbook-formulas", "formulas where values are needed; one of them was never worked out",
        [("ACM", False, sheet_of(formulas))])
    workbook("workbook-title", "a title and a blank row above the heading, a total under the rows",
        [("ACM", False, sheet_of([["Contract monitoring & costs"], [], *rows, ["Total"] + [""] * 14 + ["48253.76"]]))])
    workbook("workbook-macros", "a workbook with macros", [good], more=[("xl/vbaProject.bin", "not looked at")])
    from_1904 = [list(row) for row in rows]
    for row in from_1904[1:]:
        row[0], row[2] = str(45748 - 1462), str(45789 - 1462) + ".5"
    from_1904[2][15] = "TBC"
    workbook("workbook-1904", "a workbook that counts days from 1904: the days of rejected rows are written out",
        [("ACM", False, sheet_of(from_1904))], settings='<workbookPr date1904="1"/>')
    bomb = "".join(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10}">' for at in range(1, 10))
    workbook("workbook-xml-bomb", "entities that unpack to more than a machine holds",
        [("ACM", False, sheet_of(rows, doctype=f'<!DOCTYPE b [<!ENTITY a0 "ha">{bomb}]>'))])
    workbook("workbook-zip-bomb", "a sheet that unpacks to a thousand times its size",
        [("ACM", False, sheet_of(rows) + "\n" * (64 << 20))], packing=zipfile.ZIP_DEFLATED)
    workbook("workbook-packed", "a workbook that is packed, as spreadsheets save them", [good], packing=zipfile.ZIP_DEFLATED)
    workbook("workbook-long-cell", "a cell longer than any cell can be",
        [("ACM", False, sheet_of([ACM, ["x" * 200_000] + LINES[0][1:]]))])
    damaged = bytearray(open(os.path.join(HERE, "workbook.xlsx"), "rb").read())
    put("workbook-cut.xlsx", bytes(damaged[: len(damaged) // 2]), "a workbook of which half is missing")
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr(zipfile.ZipInfo("acm.csv", (2025, 5, 12, 9, 30, 0)), text(LINES))
    put("packed.xlsx", file.getvalue(), "a packed CSV with the name of a workbook")


def as_people_send_them():
    """What programs and habits leave in files, whatever the layout says."""
    whole = text(LINES)
    lines = whole.split("\r\n")
    dashes = ",".join("-" * 6 for _ in ACM)
    put("query-result.csv", "\r\n".join([lines[0], dashes, *lines[1:5], "", "(4 rows affected)", "", "Completion time: 2025-05-12T09:30:00", ""]),
        "the result of a query saved as it is shown: dashes under the heading, words under the rows")
    put("two-files-in-one.csv", whole.replace("RT5", "RYK").encode() + b"\xef\xbb\xbf" + whole.encode() + b"\x1a",
        "two files copied into one: the second mark and heading in the middle, and the end of a file of long ago")
    acm("codes-through-a-spreadsheet", "codes that a spreadsheet took for numbers (`15E00`), an error and a nought of a lookup",
        {"commissioner": "1.50E+01"}, {"commissioner": "#N/A"}, {"pod": "0"}, {"pod": "#N/A", "tariff": "0"},
        {"site": "#N/A"}, {"month": "#REF!"}, {"year": "#VALUE!"}, {"national": "#N/A"})
    acm("acm_2021_year-of-two", "`2021`, which may be 2020-21 or begin in 2021", {"year": "2021"}, {"year": ""})
    acm("money-of-ledgers", "a credit as `CR` and a debit as `DR`, thousands as `16.5k`, an amount with its unit",
        {"price": "16,476.00 CR"}, {"price": "25536DR"}, {"price": "2.1k"}, {"price": "4177.26 GBP"})
    acm("money-pasted", "a long dash for a minus, `Nil`, a pound sign read as two letters, a sign that was lost",
        {"price": "–16,476.00", "actual": "–12"}, {"price": "Nil"}, {"price": "Â£2,064.50"}, {"price": "\ufffd4177.26"})
    put("column-misnamed.csv", whole.replace("TARIFF_CODE", "TARIFF_CDE").replace("ORGANISATION_SITE", "ORG_SITE"),
        "columns that can be left out, with names that nobody knows")
    put("lines-in-quotes.csv", "".join(f'"{line}"\r\n' for line in lines if line), "each line as a whole in quotes")
    put("separator-said.csv", "sep=;\r\n" + text(LINES, between=";"), "a line for the spreadsheet that says what stands between fields")
    pivot = [list(row) for row in LINES]
    pivot[1][0] = pivot[1][1] = pivot[1][3] = ""
    total = [""] * len(ACM)
    total[3], total[15] = "RWE Total", "44076.5"
    grand = [""] * len(ACM)
    grand[0], grand[15] = "Grand Total", "48253.76"
    put("pivot-table.csv", text(pivot[:3] + [total] + pivot[3:] + [grand]),
        "a pivot table pasted as values: what repeats is left blank, totals among the rows")
    returns = ["party", "service", "element", "period", "basis", "certified by", "allowable", "reason", "amount"]
    put("costs-from-lookups.csv", text([
        ["#N/A", "cataract", "staff", "2025-26", "ledger", "", "allowable", "", "120000"],
        ["uhl", "#REF!", "staff", "2025-26", "ledger", "", "allowable", "", "120000"],
        ["uhl", "cataract", "staff", "2025-26", "ledger", "", "#N/A", "", "120000"],
        ["uhl", "cataract", "#1 theatre", "2025-26", "ledger", "", "allowable", "", "(120,000)"],
    ], returns), "a return of costs: errors of lookups for names")
    rows = [ACM] + [list(row) for row in LINES]
    cover = ("Read me", False, sheet_of([["Contract monitoring"], ["Prepared by", "Business intelligence"]]))
    workbook("workbook-cover", "a cover before the sheet of the rows", [cover, ("Data", False, sheet_of(rows))])
    escaped = [list(row) for row in rows]
    escaped[1][8] = "DC_x000D_"
    escaped[2][2] = "@d2025-05-12T09:30:00"
    escaped[3][5] = "@e#N/A"
    escaped[4][15] = "@e#DIV/0!"
    workbook("workbook-kinds-of-cells", "a line end as `_x000D_`, a day as text, errors", [("ACM", False, sheet_of(escaped))])
    put("workbook-password.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504 + "EncryptedPackage".encode("utf-16-le"),
        "a workbook with a password")
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for path, content in [("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", "<x/>")]:
            package.writestr(zipfile.ZipInfo(path, (2025, 5, 12, 9, 30, 0)), content)
    put("open-document.xlsx", file.getvalue(), "a workbook in the form of OpenDocument with the name of another")


def of_tables():
    """Parquet files, written by DuckDB with its defaults; without it, those that are there stay as they are."""
    made = [
        ("table", "a Parquet file: decimals, and a moment for when it was made", "DECIMAL(18, 8)", ""),
        ("table-wide", "decimals of 38 digits, packed by gzip", "DECIMAL(38, 2)", ", COMPRESSION gzip"),
        ("table-not-exact", "amounts as binary fractions", "DOUBLE", ""),
        ("table-text", "everything as text, one amount not known", "VARCHAR", ""),
        ("table-packed-otherwise", "a packing that is not read", "DECIMAL(18, 8)", ", COMPRESSION zstd"),
    ]
    try:
        import duckdb
    except ImportError:
        duckdb = None
    for name, says, amount, more in made:
        path = os.path.join(HERE, f"{name}.parquet")
        MADE.append((f"{name}.parquet", says))
        if duckdb is None or os.path.exists(path):
            continue
        types = ["VARCHAR"] * 11 + [amount] * 6
        rows = [list(row) for row in LINES]
        if amount == "VARCHAR":
            rows[1][15] = "TBC"
        elif amount != "DOUBLE":
            types[2] = "TIMESTAMP"
        literal = lambda value, kind: f"'{value}'::{kind}"
        values = ", ".join("(" + ", ".join(literal(*pair) for pair in zip(row, types)) + ")" for row in rows)
        names = ", ".join(f'"{column}"' for column in ACM)
        duckdb.sql(f"COPY (SELECT * FROM (VALUES {values}) t({names})) TO '{path}' (FORMAT parquet{more})")
    whole = os.path.join(HERE, "table.parquet")
    if os.path.exists(whole):
        with open(whole, "rb") as file:
            bytes_of = file.read()
        put("table-cut.parquet", bytes_of[: len(bytes_of) * 2 // 3], "a Parquet file of which the end is missing")
        put("table-damaged.parquet", bytes_of[:40] + bytes(60) + bytes_of[100:], "a Parquet file with a hole in it")


def readme():
    rows = "\n".join(f"| `{name}` | {says} |" for name, says in sorted(MADE))
    with open(os.path.join(HERE, "README.md"), "w", encoding="utf-8") as file:
        file.write(f"""# Messy files

Submissions as they really come, each with one fault or one kind of fault. `make.py` writes them and this page; the
figures are invented, and only codes of organisations and treatment functions are real. Beside each file stands its
expected report and, where rows are refused, the file of rejected rows; `ACCORDANT_BLESS=1 cargo test -p
accordant-intake` writes those, and a person reads the difference. The numbers of patients begin with 999, which is
given to nobody.

| file | what is wrong with it |
| --- | --- |
{rows}
""")


of_values()
of_rows()
of_files()
of_patients()
of_others()
of_workbooks()
as_people_send_them()
of_tables()
readme()
