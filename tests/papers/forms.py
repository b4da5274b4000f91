"""Makes the Word forms of papers anew: `python -m tests.papers.forms`. Offices may then change them in Word.

A form is an ordinary Word file with marks of docxtpl; papers.formats.docx fills it. There are several, since
a section in landscape cannot be left out by a mark: with annexes, without, in landscape, annexes alone.
"""

from copy import deepcopy
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

FORMS = Path(__file__).parents[2] / "papers" / "forms"
FONT = "Times New Roman"
CENTRE, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
RIGHT = WD_ALIGN_PARAGRAPH.RIGHT


def main() -> None:
    """Write all forms."""
    _form(annexes=True).save(str(FORMS / "paper-with-annexes.docx"))
    _form(annexes=False).save(str(FORMS / "paper.docx"))
    _form(annexes=False, landscape=True).save(str(FORMS / "paper-landscape.docx"))
    _part().save(str(FORMS / "paper-part.docx"))


def _blank() -> Any:
    form = Document()
    style = form.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(6)
    return form


def _part() -> Any:
    """Annexes alone: a part of a list that is too long for the paper itself."""
    form = _blank()
    _page(form.sections[0], landscape=True)
    form.sections[0].left_margin = Mm(20)
    _number(form.sections[0])
    _each_annex(form)
    return form


def _form(*, annexes: bool, landscape: bool = False) -> Any:
    form = _blank()
    section = form.sections[0]
    _page(section, landscape=landscape)
    _number(section)
    _head(form, (115, 135) if landscape else (64, 99))
    _title(form, 250 if landscape else 163)
    _body(form)
    _end(form)
    if annexes:
        _annexes(form)
    else:
        _say(form.add_paragraph(), "{{ note }}", size=9, italic=True)
    return form


def _page(section: Any, *, landscape: bool) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.orientation = WD_ORIENT.PORTRAIT
    if landscape:
        section.page_width, section.page_height = Mm(297), Mm(210)
        section.orientation = WD_ORIENT.LANDSCAPE
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(17)
    section.header_distance = Mm(10)


def _number(section: Any) -> None:
    """The page's number in the middle of the top margin, none on the first page."""
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = CENTRE
    run = paragraph.add_run()
    run.font.size = Pt(13)
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)


def _say(
    paragraph: Any,
    text: str,
    *,
    size: float = 14,
    bold: bool = False,
    italic: bool = False,
    align: Any = None,
) -> Any:
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    paragraph.alignment = align
    return paragraph


def _mark(where: Any, text: str) -> None:
    """A mark that leaves no paragraph behind."""
    where.add_paragraph(text)


def _under(paragraph: Any) -> None:
    paragraph.paragraph_format.space_after = Pt(0)


def _rule(paragraph: Any, *, beside: float) -> None:
    """A real line beneath the words above: the border of an empty paragraph, so many millimetres from both sides."""
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(beside)
    paragraph.paragraph_format.space_after = Pt(4)
    paragraph.paragraph_format.line_spacing = Pt(2)
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().append(borders)


def _head(form: Any, widths: tuple[float, float]) -> None:
    table = form.add_table(rows=1, cols=2)
    table.autofit = False
    left, right = table.rows[0].cells
    for column, cell, width in zip(table.columns, (left, right), widths, strict=True):
        column.width = cell.width = Mm(width)
    _narrow(table)
    left.paragraphs[0].text = "{%p for line in issuer %}"
    _under(_say(left.add_paragraph(), "{{ line }}", size=13, bold=True, align=CENTRE))
    _mark(left, "{%p endfor %}")
    _rule(left.add_paragraph(), beside=(widths[0] - 20) / 2)
    _mark(left, "{%p if number %}")
    _say(left.add_paragraph(), "{{ number }}", size=13, align=CENTRE)
    _mark(left, "{%p endif %}")
    _mark(left, "{%p if not kind %}")
    _say(left.add_paragraph(), "{{ subject }}", size=12, align=CENTRE)
    _mark(left, "{%p endif %}")
    _under(
        _say(
            right.paragraphs[0],
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            size=13,
            bold=True,
            align=CENTRE,
        )
    )
    _under(
        _say(right.add_paragraph(), "Độc lập - Tự do - Hạnh phúc", size=14, bold=True, align=CENTRE)
    )
    _rule(right.add_paragraph(), beside=(widths[1] - 58) / 2)
    _say(right.add_paragraph(), "{{ dated }}", italic=True, align=CENTRE)


def _title(form: Any, width: float) -> None:
    _mark(form, "{%p if kind %}")
    named = _say(form.add_paragraph(), "{{ kind }}", bold=True, align=CENTRE)
    named.paragraph_format.space_before = Pt(12)
    _under(named)
    _under(_say(form.add_paragraph(), "{{ subject }}", bold=True, align=CENTRE))
    _rule(form.add_paragraph(), beside=(width - 30) / 2)
    _mark(form, "{%p endif %}")
    _mark(form, "{%p if addressees|length == 1 %}")
    to = _say(form.add_paragraph(), "Kính gửi: {{ addressees[0] }}", align=CENTRE)
    to.paragraph_format.space_before = Pt(8)
    _mark(form, "{%p endif %}")
    _mark(form, "{%p if addressees|length > 1 %}")
    _inset(_say(form.add_paragraph(), "Kính gửi:"), 30)
    _mark(form, "{%p for one in addressees %}")
    _inset(_say(form.add_paragraph(), "- {{ one }}{{ '.' if loop.last else ';' }}"), 45)
    _mark(form, "{%p endfor %}")
    _mark(form, "{%p endif %}")


def _body(form: Any) -> None:
    _mark(form, "{%p for b in body %}")
    _mark(form, "{%p if b.kind == 'text' and b.style == 'heading' %}")
    heading = _say(form.add_paragraph(), "{{ b.text }}", bold=True)
    heading.paragraph_format.keep_with_next = True
    heading.paragraph_format.space_before = Pt(8)
    _mark(form, "{%p elif b.kind == 'text' and b.style == 'centred' %}")
    _say(form.add_paragraph(), "{{ b.text }}", bold=True, align=CENTRE)
    _mark(form, "{%p elif b.kind == 'text' and b.style == 'note' %}")
    _indent(_say(form.add_paragraph(), "{{ b.text }}", italic=True, align=JUSTIFY))
    _mark(form, "{%p elif b.kind == 'text' %}")
    article = _say(form.add_paragraph(), "{{ b.lead }}", bold=True, align=JUSTIFY)
    _indent(_say(article, "{{ b.text }}", align=JUSTIFY))
    _mark(form, "{%p elif b.kind == 'plot' %}")
    _say(form.add_paragraph(), "{{ b.image }}", align=CENTRE)
    _mark(form, "{%p else %}")
    _table(form, "b", wide=False)
    _mark(form, "{%p endif %}")
    _mark(form, "{%p endfor %}")


def _inset(paragraph: Any, millimetres: float) -> None:
    paragraph.paragraph_format.left_indent = Mm(millimetres)


def _indent(paragraph: Any) -> None:
    paragraph.paragraph_format.first_line_indent = Mm(12.7)


def _table(form: Any, name: str, *, wide: bool) -> None:
    """Caption, table with as many columns as there are, notes."""
    _mark(form, f"{{%p if {name}.caption %}}")
    caption = _say(
        form.add_paragraph(), f"{{{{ {name}.caption }}}}", size=12, bold=True, align=CENTRE
    )
    caption.paragraph_format.keep_with_next = True
    caption.paragraph_format.space_before = Pt(8)
    _mark(form, "{%p endif %}")
    _mark(form, f"{{%p if {name}.rows %}}")
    table = form.add_table(rows=4, cols=3)
    table.style = "Table Grid"
    heads, opening, cells, closing = (row.cells for row in table.rows)
    _repeated(table.rows[0])
    _narrow(table)
    size = 10
    for row, inner in ((heads, f"column in {name}.columns"), (cells, "cell in row")):
        row[0].paragraphs[0].text = f"{{%tc for {inner} %}}"
        row[2].paragraphs[0].text = "{%tc endfor %}"
    _under(
        _say(
            heads[1].paragraphs[0],
            "{{ column.head }}",
            size=size if wide else 9,
            bold=True,
            align=CENTRE,
        )
    )
    cells[1].paragraphs[0].text = "{%p if cell.is_text %}"
    _under(_say(cells[1].add_paragraph(), "{{ cell.text }}", size=size))
    _mark(cells[1], "{%p else %}")
    _under(_say(cells[1].add_paragraph(), "{{ cell.text }}", size=size, align=RIGHT))
    _mark(cells[1], "{%p endif %}")
    opening[0].paragraphs[0].text = f"{{%tr for row in {name}.rows %}}"
    closing[0].paragraphs[0].text = "{%tr endfor %}"
    _mark(form, "{%p else %}")
    _say(form.add_paragraph(), f"{{{{ {name}.empty }}}}", size=12, italic=True, align=CENTRE)
    _mark(form, "{%p endif %}")
    _mark(form, f"{{%p for line in {name}.notes %}}")
    _under(_say(form.add_paragraph(), "{{ line }}", size=11, italic=True))
    _mark(form, "{%p endfor %}")


def _repeated(row: Any) -> None:
    """The head of a table stands on every page."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _narrow(table: Any) -> None:
    """Cells with little room at their sides, since official tables have many columns."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        one = OxmlElement(f"w:{side}")
        one.set(qn("w:w"), "35")
        one.set(qn("w:type"), "dxa")
        margins.append(one)
    table._tbl.tblPr.append(margins)


def _end(form: Any) -> None:
    form.add_paragraph()
    table = form.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    _under(_say(left.paragraphs[0], "Nơi nhận:", size=12, bold=True, italic=True))
    _mark(left, "{%p for one in recipients %}")
    _under(_say(left.add_paragraph(), "- {{ one }}", size=11))
    _mark(left, "{%p endfor %}")
    right.paragraphs[0].text = "{%p for line in signer %}"
    _under(_say(right.add_paragraph(), "{{ line }}", bold=True, align=CENTRE))
    _mark(right, "{%p endfor %}")
    for _ in range(4):
        right.add_paragraph()


def _annexes(form: Any) -> None:
    section = form.add_section(WD_SECTION.NEW_PAGE)
    _page(section, landscape=True)
    section.left_margin = Mm(20)
    _anew(section._sectPr)
    _each_annex(form)


def _anew(section: Any) -> None:
    """Pages are counted anew from here on; the first shows no number."""
    start = OxmlElement("w:pgNumType")
    start.set(qn("w:start"), "1")
    before = section.find(qn("w:cols"))
    before.addprevious(start)


def _each_annex(form: Any) -> None:
    """Each in a section of its own, since its pages are counted for themselves."""
    _mark(form, "{%p for annex in annexes %}")
    label = _say(form.add_paragraph(), "{{ annex.label }}", bold=True, align=CENTRE)
    _under(label)
    _under(_say(form.add_paragraph(), "{{ annex.title }}", bold=True, align=CENTRE))
    _say(form.add_paragraph(), "{{ annex.belongs }}", size=13, italic=True, align=CENTRE)
    _table(form, "annex.table", wide=True)
    _mark(form, "{%p if not loop.last %}")
    form.add_paragraph()._p.get_or_add_pPr().append(deepcopy(form.sections[-1]._sectPr))
    _mark(form, "{%p endif %}")
    _mark(form, "{%p endfor %}")
    _say(form.add_paragraph(), "{{ note }}", size=9, italic=True)


if __name__ == "__main__":
    main()
