"""Letters and the decision: urging, assigning, extending. The text is a draft that an officer reads, edits and signs."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from papers.kinds.offices import decided_by_prime_minister, head_of, signer_of
from papers.kinds.rows import follow_up_table, given_by, overdue_table
from papers.paper import Annex, Facts, Paper, Text
from papers.writing import day, long_day, whole
from schemas.agencies import name_of
from schemas.reporting import ExtensionAsked, Work

__all__ = ["assignment_letter", "extension_decision", "urging_letter"]


def urging_letter(
    works: Sequence[Work], *, agency: str, office: str, answer_by: date, facts: Facts
) -> Paper:
    """Công văn đôn đốc: the agency's overdue work, worst first, and the day by which a written answer is asked for."""
    as_of = facts.as_of
    name = name_of(agency, as_of)
    late = sorted(works, key=lambda work: (-work.days_late, work.id))
    return Paper(
        name=f"cong-van-don-doc_{agency}_{as_of}",
        head=head_of(office, as_of, ""),
        subject="V/v đôn đốc thực hiện nhiệm vụ Thủ tướng Chính phủ giao",
        facts=facts,
        addressees=(name,),
        body=(
            Text(_what_is_late(late, name, as_of)),
            Text(f"{name_of(office, as_of)} đề nghị {name}:"),
            Text("1. Tập trung chỉ đạo hoàn thành các nhiệm vụ nêu tại Phụ lục; làm rõ trách nhiệm của tập thể, cá nhân để chậm trễ."),
            Text(f"2. Báo cáo bằng văn bản kết quả thực hiện, tồn tại, nguyên nhân, kiến nghị và thời gian hoàn thành từng nhiệm vụ trước {long_day(answer_by)}; đồng thời cập nhật báo cáo và minh chứng trên hệ thống theo mã nhiệm vụ."),
            Text("3. Trường hợp cần thêm thời gian, có văn bản đề nghị người đã giao thời hạn xem xét, quyết định; thời hạn chỉ thay đổi khi có văn bản quyết định."),
            Text(f"{name_of(office, as_of)} thông báo để {name} biết, thực hiện./."),
        ),
        recipients=("Như trên;", "Thủ tướng, các Phó Thủ tướng (để b/c);", "Lưu: VT, ……."),
        signer=signer_of(office, as_of),
        annexes=(
            Annex(f"Nhiệm vụ quá hạn của {name}, tính đến hết ngày {day(as_of)}", overdue_table(late, as_of)),
        ),
    )  # fmt: skip


def assignment_letter(works: Sequence[Work], *, agency: str, office: str, facts: Facts) -> Paper:
    """Công văn giao nhiệm vụ: what one agency got from a conclusion, with deadlines and products."""
    as_of, name = facts.as_of, name_of(agency, facts.as_of)
    first = works[0]
    source = f"{first.title}" + (f" (số {first.number})" if first.number else "")
    return Paper(
        name=f"cong-van-giao-viec_{first.conclusion.removeprefix('kl/')}_{agency}_{as_of}",
        head=head_of(office, as_of, ""),
        subject="V/v giao nhiệm vụ thực hiện kết luận của Thủ tướng Chính phủ",
        facts=facts,
        addressees=(name,),
        body=(
            Text(f"Thực hiện {source}, ban hành ngày {day(first.issued_on)}, {name_of(office, as_of)} gửi {name} {whole(len(works))} nhiệm vụ do quý cơ quan chủ trì, nêu tại Phụ lục."),
            Text(f"Đề nghị {name}:"),
            Text("1. Tiếp nhận nhiệm vụ, phân công đơn vị thực hiện và cập nhật trên hệ thống theo mã nhiệm vụ."),
            Text("2. Báo cáo định kỳ kết quả, tồn tại, nguyên nhân, kiến nghị theo kỳ ghi trong kết luận; gửi minh chứng hoàn thành trước khi hết thời hạn."),
            Text("3. Nếu nhiệm vụ không đúng chức năng, có văn bản đề nghị chuyển cơ quan trong thời hạn tiếp nhận."),
            Text(f"{name_of(office, as_of)} thông báo để {name} biết, thực hiện./."),
        ),
        recipients=("Như trên;", "Các cơ quan phối hợp;", "Lưu: VT, ……."),
        signer=signer_of(office, as_of),
        annexes=(
            Annex(f"Nhiệm vụ giao {name}", follow_up_table(works, as_of, "Nhiệm vụ giao")),
        ),
    )  # fmt: skip


def extension_decision(asked: ExtensionAsked, *, facts: Facts) -> Paper:
    """Quyết định điều chỉnh thời hạn: drafted from the request; when it was decided, with what was decided.

    A request that was refused gives the decision not to change the deadline.
    """
    work, as_of = asked.work, facts.as_of
    name = name_of(work.holder, as_of)
    change = (
        f"Điều 1. Không điều chỉnh thời hạn; thời hạn {_due(asked.due_before)} giữ nguyên hiệu lực."
        if asked.granted is False
        else f"Điều 1. Điều chỉnh thời hạn thực hiện nhiệm vụ từ {_due(asked.due_before)} "
        f"đến hết {long_day(asked.granted_to or asked.new_due_on)}."
    )
    head = decided_by_prime_minister()
    return Paper(
        name=f"quyet-dinh-gia-han_{work.id.removeprefix('kl/').replace('/', '_').replace('@', '_')}_{as_of}",
        head=head,
        kind="QUYẾT ĐỊNH",
        subject=f"Về việc điều chỉnh thời hạn thực hiện nhiệm vụ do {name} chủ trì",
        facts=replace(facts, about=facts.about + _decided(asked)),
        body=(
            Text("THỦ TƯỚNG CHÍNH PHỦ", "centred"),
            Text("Căn cứ Luật Tổ chức Chính phủ ngày ...... tháng ...... năm ......;", "note"),
            Text(f"Căn cứ {_ended(work.title)}: {given_by(work)};", "note"),
            Text(f"Theo đề nghị ngày {day(asked.asked_on)} của {name}: {_ended(asked.reason)}.", "note"),
            Text("QUYẾT ĐỊNH:", "centred"),
            Text(change, "article"),
            Text(f"Nhiệm vụ: {_ended(work.text)} (mã {work.id})."),
            Text(f"Điều 2. {name} chịu trách nhiệm hoàn thành nhiệm vụ đúng thời hạn và báo cáo kết quả; {name_of(work.standing_office, as_of)} theo dõi, đôn đốc.", "article"),
            Text(f"Điều 3. Quyết định này có hiệu lực kể từ ngày ký. Thủ trưởng {name} và các cơ quan liên quan chịu trách nhiệm thi hành./.", "article"),
        ),
        recipients=("Như Điều 3;", f"{name_of(work.standing_office, as_of)};", "Lưu: VT, ……."),
        signer=("THỦ TƯỚNG",),
    )  # fmt: skip


def _what_is_late(works: Sequence[Work], name: str, as_of: date) -> str:
    if not works:
        return (
            f"Qua theo dõi, tính đến hết ngày {day(as_of)}, {name} không có nhiệm vụ nào quá hạn."
        )
    worst = max(work.days_late for work in works)
    return (
        f"Qua theo dõi việc thực hiện các kết luận, chỉ đạo của Thủ tướng Chính phủ, tính đến hết "
        f"ngày {day(as_of)}, {name} còn {whole(len(works))} nhiệm vụ quá hạn chưa hoàn thành; "
        f"nhiệm vụ chậm nhất đã quá hạn {whole(worst)} ngày (Phụ lục kèm theo)."
    )


def _ended(text: str) -> str:
    """Words that go on within a sentence, without the stop that they came with."""
    return text.strip().rstrip(".;/ ")


def _due(on: date | None) -> str:
    return long_day(on) if on else "(không có hạn)"


def _decided(asked: ExtensionAsked) -> str:
    """What the register holds of the decision, for the line that says where the figures come from."""
    if asked.decision_number is None:
        return ""
    return (
        f"; sổ theo dõi đã ghi quyết định số {asked.decision_number} ngày {day(asked.decision_date)}, "
        f"người ký {asked.decision_signer or '……'}"
    )
