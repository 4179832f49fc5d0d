"""Formatted texts to plain text and entities, and what Telegram marks by itself; offsets in UTF-16 units."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground.checks import formatted

# source, mode, text, entities as "type offset length" plus whatever an entity carries
CASES: list[tuple[str, str, str, list[str]]] = [
    ("<b>西岩<i>镇</i></b>", "HTML", "西岩镇", ["bold 0 3", "italic 2 1"]),
    ("😀<u>好</u>", "HTML", "😀好", ["underline 2 1"]),
    ("3 &lt; 5 &amp; 5 &gt; 3 &quot;", "HTML", '3 < 5 & 5 > 3 "', []),
    ("&nbsp;", "HTML", "&nbsp;", []),
    ('<a href="https://example.org/?a=1&amp;b=2">看</a>', "HTML", "看", ["text_link 0 1 https://example.org/?a=1&b=2"]),
    ('<a href="tg://user?id=7">他</a>', "HTML", "他", ["text_mention 0 1 7"]),
    ('<pre><code class="language-sql">x</code></pre>', "HTML", "x", ["pre 0 1 sql"]),
    ("<code>/help</code>", "HTML", "/help", ["code 0 5"]),
    ("<s>a</s><del>b</del><strike>c</strike>", "HTML", "abc", [f"strikethrough {n} 1" for n in range(3)]),
    ("<blockquote expandable>长</blockquote>", "HTML", "长", ["expandable_blockquote 0 1"]),
    ('<span class="tg-spoiler">秘</span>', "HTML", "秘", ["spoiler 0 1"]),
    ("<b></b>空", "HTML", "空", []),
    ("<b> 前后 </b>", "HTML", "前后", ["bold 0 2"]),
    ("*粗 _斜_* ~删~", "MarkdownV2", "粗 斜 删", ["bold 0 3", "italic 2 1", "strikethrough 4 1"]),
    ("__下划__ ||剧透||", "MarkdownV2", "下划 剧透", ["underline 0 2", "spoiler 3 2"]),
    (r"320\.00 元", "MarkdownV2", "320.00 元", []),
    (r"[看](https://example.org/\))", "MarkdownV2", "看", ["text_link 0 1 https://example.org/)"]),
    ("`a.b`", "MarkdownV2", "a.b", ["code 0 3"]),
    ("```py\nx = 1\n```", "MarkdownV2", "x = 1", ["pre 0 5 py"]),
    (">甲\n>乙\n丙", "MarkdownV2", "甲\n乙\n丙", ["blockquote 0 3"]),
    (">甲\n>乙||", "MarkdownV2", "甲\n乙", ["expandable_blockquote 0 3"]),
    ("*粗* _斜_ `码`", "Markdown", "粗 斜 码", ["bold 0 1", "italic 2 1", "code 4 1"]),
    (r"user\_name", "Markdown", "user_name", []),
    ("/ask@canbao_bot 怎么交", "", "/ask@canbao_bot 怎么交", ["bot_command 0 15"]),
    ("@canbao_bot 怎么交", "", "@canbao_bot 怎么交", ["mention 0 11"]),
    ("@canbao_bot怎么交", "", "@canbao_bot怎么交", []),
    ("请看/help", "", "请看/help", []),
    ("😀 /help", "", "😀 /help", ["bot_command 3 5"]),
    ("#医保 #123", "", "#医保 #123", ["hashtag 0 3"]),
    ("见 https://example.org/a，好", "", "见 https://example.org/a，好", ["url 2 21"]),
    ("写信 a.b@example.org", "", "写信 a.b@example.org", ["email 3 15"]),
    ("  前后空白\n", "", "前后空白", []),
]  # fmt: skip


def shown(entity: dict[str, Any]) -> str:
    extra = entity.get("url") or entity.get("language") or entity.get("user", {}).get("id")
    return " ".join(
        str(part) for part in (entity["type"], entity["offset"], entity["length"], extra) if part is not None
    )


@pytest.mark.parametrize(("source", "mode", "text", "entities"), CASES, ids=[case[0] for case in CASES])
def test_formatted(source: str, mode: str, text: str, entities: list[str]) -> None:
    plain, found = formatted(source, mode, None)
    assert plain == text
    assert [shown(entity) for entity in found] == entities
