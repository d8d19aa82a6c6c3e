"""Writes the drafts of a list with openpyxl (.xlsx) and xlwt (.xls)."""

import datetime
import json
import sys

import openpyxl
import openpyxl.utils.datetime
import xlwt


def parts(typed):
    ((kind, value),) = typed.items()
    return kind, value


def with_openpyxl(path, book):
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    if book["from_1904"]:
        workbook.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    for page in book["sheets"]:
        sheet = workbook.create_sheet(page["name"])
        sheet.sheet_state = "hidden" if page["hidden"] else "visible"
        for row, column, typed in page["cells"]:
            kind, value = parts(typed)
            cell = sheet.cell(row + 1, column + 1)
            if kind == "text":
                cell.value = value
                cell.data_type = "s"
            elif kind == "number":
                cell.value = int(value[0]) if value[0] == int(value[0]) else value[0]
                cell.number_format = value[1] or "General"
            elif kind == "bool":
                cell.value = value
            elif kind == "day":
                cell.value = datetime.date.fromisoformat(value)
                cell.number_format = "dd/mm/yyyy"
            elif kind == "formula":
                # openpyxl never keeps a result beside a formula.
                cell.value = "=" + value[0]
            elif kind == "error":
                cell.value = value
                cell.data_type = "e"
        for top, left, bottom, right in page["joined"]:
            sheet.merge_cells(
                start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1
            )
    workbook.save(path)


def with_xlwt(path, book):
    workbook = xlwt.Workbook(encoding="utf-8")
    workbook.dates_1904 = book["from_1904"]
    day_style = xlwt.easyxf(num_format_str="dd/mm/yyyy")
    for page in book["sheets"]:
        sheet = workbook.add_sheet(page["name"], cell_overwrite_ok=True)
        sheet.visibility = 1 if page["hidden"] else 0
        for top, left, bottom, right in page["joined"]:
            sheet.write_merge(top, bottom, left, right, "")
        for row, column, typed in page["cells"]:
            kind, value = parts(typed)
            if kind == "number" and value[1]:
                sheet.write(row, column, value[0], xlwt.easyxf(num_format_str=value[1]))
            elif kind == "number":
                sheet.write(row, column, value[0])
            elif kind == "day":
                sheet.write(row, column, datetime.date.fromisoformat(value), day_style)
            elif kind == "formula":
                sheet.write(row, column, xlwt.Formula(value[0]))
            elif kind == "error":
                sheet.row(row).set_cell_error(column, value)
            else:
                sheet.write(row, column, value)
    workbook.active_sheet = next(n for n, page in enumerate(book["sheets"]) if not page["hidden"])
    workbook.save(path)


for path, writer, book in json.load(open(sys.argv[1], encoding="utf-8")):
    (with_openpyxl if writer == "Openpyxl" else with_xlwt)(path, book)
