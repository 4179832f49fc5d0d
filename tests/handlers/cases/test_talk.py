"""The resident's talk: skip, back, cancel, why, edits, photos out of order, questions in between."""

from __future__ import annotations

import pytest
import pytest_asyncio
from sqlalchemy import select

from knowledge.cases.draft import Awaiting, Step
from storage import cases, dialogues, tables
from tests.support.cases import Teller, opened, replays, the_case
from tests.support.people import Person
from tests.support.running import Town

pytestmark = pytest.mark.asyncio(loop_scope="module")

WHO = Step(Awaiting.QUESTION, "who")
PAID_TO = Step(Awaiting.QUESTION, "paid_to")
SLIP = Step(Awaiting.PAPER, "slip")
VILLAGE = Step(Awaiting.VILLAGE)


@pytest_asyncio.fixture(loop_scope="module")
async def resident(shared_town: Town) -> Person:
    return await shared_town.resident("李大妈")


@pytest_asyncio.fixture(loop_scope="module")
async def teller(shared_town: Town, resident: Person) -> Teller:
    return Teller(shared_town, resident, "wrong_county")


async def at(teller: Teller, step: Step) -> None:
    """Tells everything before a step."""
    await teller.begins()
    for one in teller.steps():
        if one == step:
            return
        await teller.takes(one)


async def test_under_the_answer(shared_town: Town, resident: Person) -> None:
    await resident.says("交到别的县去了怎么办")
    answer = await resident.hears("留好凭证")
    assert answer.buttons[0] == ["请工作人员办"]
    await resident.presses("请工作人员办")
    await resident.hears("交到别的县了")


async def test_a_topic_with_two_kinds_asks_which(resident: Person) -> None:
    await resident.says("我是低保户手机上显示320不是160怎么办")
    await resident.hears()
    await resident.presses("请工作人员办")
    asked = await resident.hears("哪一种")
    assert asked.labels[:2] == ["身份和钱数对不上，还没交", "身份和钱数对不上，已经交了"]
    await resident.presses("还没交")
    assert "先不要交钱" in (await resident.hears()).text


async def test_from_the_menu(resident: Person) -> None:
    await resident.says("交错了、出问题")
    await resident.hears("要办哪件事")


async def test_from_a_group_it_goes_on_in_private(shared_town: Town, resident: Person) -> None:
    group = await shared_town.api.group("上村群", shared_town.officer, resident)
    await group.hears()
    await resident.says("交到别的县去了怎么办", group)
    answer = await group.hears("留好凭证")
    button = answer.raw["reply_markup"]["inline_keyboard"][0][0]
    assert button["text"] == "请工作人员办"
    await resident.starts(button["url"].rpartition("=")[2])
    await resident.hears("交到别的县了")


async def test_case_command_in_a_group_leads_to_the_private_chat(shared_town: Town, resident: Person) -> None:
    group = await shared_town.api.group("上村群", shared_town.officer, resident)
    await group.hears()
    await resident.says("/case", group)
    hint = await group.hears("群里不说")
    assert hint.labels == ["私下办"]


@pytest.mark.parametrize("step", [VILLAGE, WHO, PAID_TO, SLIP], ids=lambda step: step.code)
@pytest.mark.parametrize("way", ["button", "word"])
async def test_skip_at_every_step(shared_town: Town, teller: Teller, step: Step, way: str) -> None:
    await at(teller, step)
    label = "没有这个" if step == SLIP and way == "button" else "跳过"
    await (teller.person.presses(label) if way == "button" else teller.person.says("跳过"))
    steps = [*teller.steps(), Step(Awaiting.SUMMARY)]
    await teller.hears_question(steps[steps.index(step) + 1])


@pytest.mark.parametrize("step", [WHO, PAID_TO, SLIP], ids=lambda step: step.code)
@pytest.mark.parametrize("way", ["button", "word"])
async def test_back_at_every_step(teller: Teller, step: Step, way: str) -> None:
    await at(teller, step)
    await (teller.person.presses("上一步") if way == "button" else teller.person.says("上一步"))
    steps = teller.steps()
    await teller.hears_question(steps[steps.index(step) - 1])


@pytest.mark.parametrize("step", [VILLAGE, WHO, PAID_TO, SLIP], ids=lambda step: step.code)
@pytest.mark.parametrize("way", ["取消，不办了", "/cancel", "取消"])
async def test_cancel_at_every_step(shared_town: Town, teller: Teller, step: Step, way: str) -> None:
    await at(teller, step)
    await (teller.person.presses(way) if "，" in way else teller.person.says(way))
    await teller.person.hears("已取消")
    async with shared_town.bot.database.reading() as connection:
        assert not await dialogues.list_talks(connection, teller.person.id, teller.person.id)
        assert not await cases.list_cases_of(connection, teller.person.id)


@pytest.mark.parametrize("step", [VILLAGE, WHO, PAID_TO, SLIP], ids=lambda step: step.code)
async def test_why_at_every_step(teller: Teller, step: Step) -> None:
    await at(teller, step)
    toast = await teller.person.presses("为什么要问？")
    assert toast is not None
    assert toast.show_alert
    assert len(toast.text) > 10
    if step == SLIP:
        assert "附件2第1条" in toast.text
        assert "30天" in toast.text


async def test_the_first_step_has_no_way_back(teller: Teller) -> None:
    await teller.person.starts("case_wrong_county")
    assert "上一步" not in (await teller.hears_question(VILLAGE)).labels


async def test_back_in_words_at_the_first_step_is_answered(shared_town: Town) -> None:
    clerk = await shared_town.clerk("华升专干", "华升社区")
    await clerk.says("/case")
    await clerk.hears("替谁办")
    await clerk.presses("自己家的事")
    await clerk.hears("要办哪件事")
    await clerk.says("上一步")
    again = await clerk.hears("前面没有了")
    assert "交到别的县了" in again.labels


async def test_the_village_in_words(teller: Teller) -> None:
    await teller.begins()
    await teller.person.says("我们是华升的")
    await teller.person.hears("没找到")
    await teller.person.says("华升")
    await teller.hears_question(WHO)


async def test_change_from_the_summary(shared_town: Town, teller: Teller) -> None:
    await teller.tells_all()
    await teller.person.presses("改一改")
    offered = await teller.person.hears("改哪一样")
    assert "姓名" in offered.labels
    await teller.person.presses("姓名")
    await teller.hears_question(WHO)
    await teller.person.says("王五")
    summary = await teller.person.hears("请看一看")
    assert "王五" in summary.text
    assert "张三" not in summary.text
    case = await the_case(shared_town, await teller.confirms())
    assert case.names == ("王五",)


async def test_changing_nothing_shows_the_summary_again(teller: Teller) -> None:
    await teller.tells_all()
    await teller.person.presses("改一改")
    await teller.person.hears("改哪一样")
    await teller.person.presses("不改了")
    await teller.person.hears("请看一看")


async def test_an_edited_answer_changes_the_answer(shared_town: Town, teller: Teller) -> None:
    await at(teller, WHO)
    message = await teller.person.says("张山")
    await teller.hears_question(PAID_TO)
    await teller.person.edits(message, "张三、李四")
    await teller.person.hears("改成：张三、李四")
    await teller.takes(PAID_TO)
    await teller.takes(SLIP)
    case = await the_case(shared_town, await teller.confirms())
    assert case.names == ("张三", "李四")


async def test_a_number_is_never_kept(shared_town: Town, teller: Teller) -> None:
    await at(teller, WHO)
    await teller.person.says("张三 身份证号码是430524199001011234")
    await teller.person.hears("我没有留")
    await teller.takes(PAID_TO)
    await teller.takes(SLIP)
    number = await teller.confirms()
    assert (await the_case(shared_town, number)).answers["who"] == "张三"
    async with shared_town.bot.database.reading() as connection:
        for table in tables.metadata.sorted_tables:
            rows = (await connection.execute(select(table))).all()
            assert "430524199001011234" not in str(rows), table.name


async def test_a_photo_that_comes_early_is_the_paper(shared_town: Town, teller: Teller) -> None:
    await at(teller, WHO)
    await teller.person.sends_photo()
    await teller.person.hears("照片收到了，先放着")
    await teller.takes(WHO)
    await teller.takes(PAID_TO)
    await teller.person.presses("发完了")
    await teller.person.hears("请看一看")
    number = await teller.confirms()
    async with shared_town.bot.database.reading() as connection:
        files = await cases.list_files(connection, (await the_case(shared_town, number)).id)
    assert [file.paper for file in files] == ["slip"]


async def test_an_album_is_answered_once(shared_town: Town, teller: Teller) -> None:
    await at(teller, SLIP)
    await teller.person.sends_album(4)
    await teller.person.hears("照片收到了")
    await shared_town.api.settled()
    await teller.person.presses("发完了")
    summary = await teller.person.hears("请看一看")
    assert "4张" in summary.text


async def test_photos_anew(teller: Teller) -> None:
    await at(teller, SLIP)
    await teller.person.sends_photo()
    await teller.person.hears("照片收到了")
    await teller.person.presses("重新发")
    await teller.hears_question(SLIP)
    await teller.person.sends_album(2)
    await teller.person.hears("照片收到了")
    await teller.person.presses("发完了")
    assert "2张" in (await teller.person.hears("请看一看")).text


async def test_a_document_is_a_paper_too(teller: Teller) -> None:
    await at(teller, SLIP)
    await teller.person.sends_document("存根.pdf", b"%PDF-1.4 slip")
    await teller.person.hears("照片收到了")


async def test_papers_can_be_brought_to_the_counter(teller: Teller) -> None:
    await at(teller, SLIP)
    await teller.person.presses("我去窗口交")
    assert "带到镇社保站" in (await teller.person.hears("请看一看")).text
    await teller.person.presses("确认提交")
    assert "要带到镇社保站的：缴费存根" in (await teller.person.hears("交上去了")).text


@pytest.mark.parametrize("step", [VILLAGE, WHO, PAID_TO, SLIP], ids=lambda step: step.code)
async def test_a_question_in_between_is_answered_and_the_talk_goes_on(teller: Teller, step: Step) -> None:
    await at(teller, step)
    await teller.person.says("怎么用手机交")
    await teller.person.hears("微信小程序")
    again = await teller.person.hears("接着刚才的事")
    assert teller.question(step) in again.text
    await teller.takes(step)


@pytest.mark.parametrize("command", ["/help", "/privacy", "/lang", "/start"])
async def test_a_command_in_between_is_answered_and_the_talk_goes_on(teller: Teller, command: str) -> None:
    await at(teller, WHO)
    await teller.person.says(command)
    await teller.person.hears()
    again = await teller.person.hears("接着刚才的事")
    assert teller.question(WHO) in again.text
    await teller.takes(WHO)


async def test_what_sounded_like_a_question_was_the_answer(shared_town: Town, teller: Teller) -> None:
    await at(teller, PAID_TO)
    await teller.person.says("怎么用手机交")
    await teller.person.hears("微信小程序")
    await teller.person.hears("接着刚才的事")
    await teller.person.presses("刚才那句就是回答")
    await teller.hears_question(SLIP)
    await teller.takes(SLIP)
    case = await the_case(shared_town, await teller.confirms())
    assert case.answers["paid_to"] == "怎么用手机交"


async def test_a_menu_button_is_never_an_answer(teller: Teller) -> None:
    await at(teller, PAID_TO)
    await teller.person.says("什么时候交")
    await teller.person.hears("12月31日")
    await teller.person.hears("接着刚才的事")


async def test_a_voice_message_is_not_understood_and_the_talk_goes_on(teller: Teller) -> None:
    await at(teller, WHO)
    await teller.person.shares_contact("10000000000")
    await teller.person.hears("请打字")
    await teller.person.hears("接着刚才的事")


@pytest.mark.parametrize(("said", "hears"), [("不记得了", "没看懂"), ("明天", "还没到")])
async def test_a_day_that_is_none_is_asked_again(
    shared_town: Town, resident: Person, said: str, hears: str
) -> None:
    teller = Teller(shared_town, resident, "not_showing")
    await at(teller, Step(Awaiting.QUESTION, "paid_on"))
    await resident.says(said)
    await resident.hears(hears)
    await resident.says("11月3号")
    await teller.hears_question(Step(Awaiting.QUESTION, "paid_by"))


async def test_an_old_button_does_nothing_and_says_so(teller: Teller) -> None:
    first = await teller.begins()
    data = first.raw["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await teller.takes(VILLAGE)
    toast = await replays(teller.person, teller.person, data)
    assert "过期" in toast.text
    await teller.takes(WHO)


async def test_confirming_twice_makes_one_case(shared_town: Town, teller: Teller) -> None:
    await teller.tells_all()
    assert teller.heard is not None
    data = teller.heard.raw["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await teller.confirms()
    toast = await replays(teller.person, teller.person, data)
    assert "过期" in toast.text
    async with shared_town.bot.database.reading() as connection:
        assert len(await cases.list_cases_of(connection, teller.person.id)) == 1


async def test_going_on_with_an_unfinished_talk(teller: Teller) -> None:
    await at(teller, PAID_TO)
    await teller.person.says("/case")
    await teller.person.hears("还没说完")
    await teller.person.presses("接着办")
    await teller.hears_question(PAID_TO)
    await teller.takes(PAID_TO)


async def test_another_case_instead_of_an_unfinished_one(teller: Teller) -> None:
    await at(teller, PAID_TO)
    await teller.person.says("/case")
    await teller.person.hears("还没说完")
    await teller.person.presses("另办一件")
    await teller.person.hears("要办哪件事")


async def test_a_loose_photo_opens_a_case(shared_town: Town, teller: Teller) -> None:
    await teller.person.sends_photo()
    offer = await teller.person.hears("这是要办什么事")
    assert offer.labels == ["办一件新的事", "发错了，取消"]
    await teller.person.presses("办一件新的事")
    await teller.person.hears("要办哪件事")
    await teller.person.presses("交到别的县了")
    await teller.hears_question(VILLAGE)
    await teller.takes(VILLAGE)
    await teller.takes(WHO)
    await teller.takes(PAID_TO)
    await teller.person.presses("就用先前发的1张")
    await teller.hears_question(Step(Awaiting.SUMMARY))
    number = await teller.confirms()
    async with shared_town.bot.database.reading() as connection:
        files = await cases.list_files(connection, (await the_case(shared_town, number)).id)
    assert [file.paper for file in files] == ["slip"]


async def test_a_loose_album_asks_once(shared_town: Town, resident: Person) -> None:
    await resident.sends_album(3)
    await resident.hears("这是要办什么事")
    await resident.hears_nothing()
    await resident.presses("发错了")
    await resident.hears("没有留")


async def test_a_loose_photo_can_be_added_to_an_open_case(shared_town: Town, resident: Person) -> None:
    number = await opened(shared_town, resident)
    await resident.sends_photo()
    offer = await resident.hears("这是要办什么事")
    assert number in offer.labels[0]
    await resident.presses(offer.labels[0])
    await resident.hears("补充上去了")
    async with shared_town.bot.database.reading() as connection:
        files = await cases.list_files(connection, (await the_case(shared_town, number)).id)
    assert [file.paper for file in files] == ["slip", ""]


async def test_a_clerk_opens_a_case_for_a_villager(shared_town: Town) -> None:
    clerk = await shared_town.clerk("华升专干", "华升社区")
    await clerk.says("/case")
    await clerk.hears("替谁办")
    await clerk.presses("替村民办")
    await clerk.hears("替村民办哪件事")
    await clerk.presses("不会用手机")
    await clerk.hears("是谁的事")  # the village is the clerk's own
    await clerk.says("王婆婆")
    await clerk.hears("家住哪里")
    await clerk.says("五组")
    await clerk.hears("什么时候")
    await clerk.presses("上午")
    await clerk.hears("请看一看")
    await clerk.presses("确认提交")
    done = await clerk.hears("请转告本人")
    case = await the_case(shared_town, done.text[1:5])
    assert case.resident_id is None
    assert case.area_id == "华升社区"
    assert case.speaker_id == clerk.id
