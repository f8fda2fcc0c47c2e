"""What a file of accounts can say: the fields of the client cards."""

from storage.records.fields import field
from storage.records.kind import Kind

ACCOUNTS = Kind(
    key="accounts",
    one="account",
    many="accounts",
    fields=(
        field("slug", "its short name", "text",
                 "slug, short name, client slug, code, account code, ชื่อย่อ, รหัสลูกค้า, รหัสบริษัท, "
                 "简称, 客户代码, 客户编码, 簡稱, 客戶代碼"),
        field("name", "its name", "text",
                 "name, client, client name, account, account name, company, company name, "
                 "customer, customer name, ชื่อ, ชื่อลูกค้า, ลูกค้า, ชื่อบริษัท, บริษัท, "
                 "名称, 客户, 客户名称, 公司, 公司名称, 客戶, 客戶名稱, 公司名稱, 名稱"),
        field("aliases", "its other names", "text",
                 "aliases, alias, other names, also known as, aka, ชื่ออื่น, นามแฝง, 别名, "
                 "其他名称, 別名"),
        field("segment", "its segment", "text",
                 "segment, tier, customer segment, account tier, industry, category, plan, "
                 "กลุ่ม, กลุ่มลูกค้า, ระดับลูกค้า, เซกเมนต์, 细分, 客户等级, 客户分类, 行业, 分级, 客戶等級"),
        field("owner", "who looks after it", "text",
                 "owner, account owner, account manager, csm, manager, responsible, "
                 "ผู้ดูแล, ผู้ดูแลลูกค้า, ผู้จัดการลูกค้า, 负责人, 客户经理, 負責人, 客戶經理"),
        field("tz", "its time zone", "text",
                 "tz, time zone, timezone, เขตเวลา, 时区, 時區"),
        field("currency", "its currency", "text",
                 "currency, currency code, สกุลเงิน, 币种, 货币, 幣別, 貨幣"),
        field("locale", "its language", "text",
                 "locale, language, lang, ภาษา, 语言, 語言"),
    ),
    telling=(("slug", "name"), ("segment", "owner", "tz", "currency", "locale"),
             ("segment", "owner", "tz", "currency", "locale", "aliases")),
)  # fmt: skip
