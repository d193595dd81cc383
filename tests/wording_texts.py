"""An invented regulation in two versions and an invented digest: what the wording tests check against."""

from __future__ import annotations

from pathlib import Path

OLD = """# 甲市楼宇管理条例

2020年3月1日 甲市人民代表大会常务委员会通过

第一条 为了规范楼宇管理，制定本条例。

第二条 楼宇运营单位应当自楼宇启用之日起三十日内向主管部门报送楼宇信息。

第三条 主管部门收到楼宇信息后，可以委托专业机构核对，不得向楼宇运营单位收取费用。

第四条 对租用面积超过五百平方米的企业，给予每年不超过二十万元的租金补助，但已享受同类补助的除外。

第五条 有下列情形之一的，不予补助：

（一）提供虚假材料的；

（二）擅自改变楼宇用途的。

第六条 本条例自2020年5月1日起施行。
"""

NEW = """# 甲市楼宇管理条例

2024年6月1日 甲市人民代表大会常务委员会修订

第一条 为了规范楼宇管理，促进楼宇经济，制定本条例。

第二条 本条例所称楼宇运营单位，是指负责楼宇日常经营的企业。

第三条 楼宇运营单位应当自楼宇启用之日起十五日内向主管部门报送楼宇信息。

第四条 主管部门收到楼宇信息后，可以委托专业机构核对，不得向楼宇运营单位收取费用。

第五条 有下列情形之一的，不予补助：

（一）提供虚假材料的；

（二）擅自改变楼宇用途的。

第六条 对租用面积超过五百平方米的企业，给予每年不超过三十万元的租金补助，但已享受同类补助的除外。

第七条 乙区、丙区人民政府负责本行政区域内的楼宇巡查，每季度不少于一次。

第八条 本条例自2024年8月1日起施行。
"""

OTHER = """# 甲市商圈促进办法

2023年1月5日 甲市人民政府公布

第一条 商圈运营单位应当按月公布客流数据，并对数据的真实性负责。

第二条 举办大型促销活动的，应当提前七个工作日告知所在地街道办事处。
"""

DIGEST = """---
id: jia-first-store
title: 甲市首店支持措施
doc_number: 甲府办〔2023〕7号
kind: digest
level: 甲市
status: in_force
effective: 2023-02-01
expires: 2028-01-31
---

# 甲市首店支持措施

### 支持标准 {#jia-first-store-amount}

对新引进的零售首店，一次性给予最高20万元的支持。企业应当在开业后3个月内提出申请。
"""


def write_texts(folder: Path) -> Path:
    """Write the documents into a folder; returns it."""
    folder.mkdir(parents=True, exist_ok=True)
    names = {
        "甲市楼宇管理条例(2020-03-01).md": OLD,
        "甲市楼宇管理条例(2024-06-01).md": NEW,
        "甲市商圈促进办法(2023-01-05).md": OTHER,
        "jia-first-store.md": DIGEST,
    }
    for name, text in names.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
