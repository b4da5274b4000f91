"""DOCX to lines: words and tables through mammoth, labels from the numbering of the document."""

import io
import zipfile

import mammoth
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError

from intake.readers.archive import check_docx
from intake.readers.html import count_items, lines_of_html
from intake.readers.limits import Limits, Watch
from intake.readers.numbering import labels_of
from intake.refusals import IntakeCode, IntakeRefusal


def lines_of_docx(data: bytes, limits: Limits, watch: Watch) -> list[str]:
    """The lines of a DOCX that has passed every check."""
    check_docx(data, limits)
    watch.step(0, 2)
    try:
        labels = labels_of(data)
    except ParseError as error:
        raise IntakeRefusal(IntakeCode.DAMAGED, found=str(error)) from error
    except DefusedXmlException as error:
        raise IntakeRefusal(IntakeCode.ENTITY_BOMB, found="word/*.xml") from error
    try:
        markup = mammoth.convert_to_html(
            io.BytesIO(data), convert_image=mammoth.images.img_element(lambda _: {"src": ""})
        ).value
    except (KeyError, ValueError, AttributeError, zipfile.BadZipFile) as error:
        raise IntakeRefusal(IntakeCode.DAMAGED, found=str(error)) from error
    watch.step(1, 2)
    return lines_of_html(markup, labels if len(labels) == count_items(markup) else None)
