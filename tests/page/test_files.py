"""Pictures, albums and documents, in both directions."""

from __future__ import annotations

import pytest
from playwright.async_api import FilePayload, expect

from tests.page.parrot import drawn
from tests.page.visitor import Phone, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


def _picture(name: str) -> FilePayload:
    return {"name": name, "mimeType": "image/png", "buffer": drawn(name, (400, 300))}


async def _attach(phone: Phone, kind: str, *files: FilePayload) -> None:
    await phone.node.locator(f'input[data-kind="{kind}"]').set_input_files(list(files))


async def test_a_picture_is_sent_with_its_caption(visitor: Visitor) -> None:
    aunt = visitor.phone("aunt")
    await _attach(aunt, "photo", _picture("a.png"))
    await expect(aunt.node.locator(".attachments img")).to_be_visible()
    await aunt.says("交费的截图")
    await aunt.sees("收到图片：交费的截图")
    await expect(aunt.own("交费的截图").locator(".picture img")).to_be_visible()
    await expect(aunt.node.locator(".attachments")).to_be_hidden()


async def test_several_pictures_become_one_album(visitor: Visitor) -> None:
    aunt = visitor.phone("aunt")
    await _attach(aunt, "photo", *(_picture(f"{n}.png") for n in range(3)))
    await aunt.says("三张")
    await expect(aunt.own("三张").locator(".picture")).to_have_count(3)


async def test_a_chosen_file_can_be_left_out_again(visitor: Visitor) -> None:
    aunt = visitor.phone("aunt")
    await _attach(aunt, "photo", _picture("a.png"), _picture("b.png"))
    await aunt.node.get_by_role("button", name="不发a.png").click()
    await aunt.says("只一张")
    await expect(aunt.own("只一张").locator(".picture")).to_have_count(1)


async def test_a_document_is_sent_and_named(visitor: Visitor) -> None:
    officer = visitor.phone("officer")
    await _attach(officer, "document", {"name": "名册.csv", "mimeType": "text/csv", "buffer": b"1,2\n"})
    await officer.button("发送").click()
    await officer.sees("收到名册.csv")


async def test_the_menu_of_the_clip_offers_both_kinds(visitor: Visitor) -> None:
    aunt = visitor.phone("aunt")
    await aunt.button("发图片或文件").click()
    async with visitor.page.expect_file_chooser() as chooser:
        await visitor.page.get_by_role("menuitem", name="图片").click()
    assert (await chooser.value).is_multiple()


async def test_a_picture_of_the_bot_grows_on_a_tap(visitor: Visitor) -> None:
    aunt = visitor.phone("aunt")
    await aunt.says("图")
    await aunt.node.get_by_role("button", name="放大图片").last.click()
    viewer = visitor.page.locator(".viewer")
    image = viewer.locator("img")
    await expect(image).to_be_in_viewport()
    await expect(viewer).to_contain_text("今天的进度图")
    fitted = await image.bounding_box()
    await viewer.locator(".stage").click()
    large = await image.bounding_box()
    assert fitted
    assert large
    assert large["width"] > fitted["width"] * 1.5
    await visitor.page.keyboard.press("Escape")
    await expect(viewer).to_have_count(0)


async def test_an_album_is_leafed_through(visitor: Visitor) -> None:
    aunt = visitor.phone("aunt")
    await aunt.says("相册")
    await expect(aunt.theirs("三张一起").locator(".picture")).to_have_count(3)
    await aunt.theirs("三张一起").locator(".picture").nth(2).click()
    image = visitor.page.locator(".viewer img")
    first = await image.get_attribute("src")
    await visitor.page.keyboard.press("ArrowRight")
    await expect(image).not_to_have_attribute("src", first or "")


async def test_a_file_of_the_bot_is_saved_under_its_name(visitor: Visitor) -> None:
    clerk = visitor.phone("clerk")
    await clerk.says("文件")
    async with visitor.page.expect_download() as download:
        await clerk.node.locator("a.file").click()
    assert (await download.value).suggested_filename == "各村进度2021年10月20日.xlsx"


async def test_a_broken_picture_is_refused_in_plain_words(visitor: Visitor) -> None:
    aunt = visitor.phone("aunt")
    await _attach(aunt, "photo", {"name": "bad.png", "mimeType": "image/png", "buffer": b"no picture"})
    await aunt.button("发送").click()
    await visitor.notes("这张图片打不开")
    await expect(aunt.node.locator(".attachments li")).to_have_count(1)
