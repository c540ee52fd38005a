"""Who can log in to the demo. The logins are public: for a demo on one's own machine only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

PASSWORD = "town-light-2026"  # noqa: S105 - printed at every start of the demo, never elsewhere
STAFF_SINCE = date(2020, 1, 1)
WORKBENCH, PORTAL = "workbench", "portal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An employee of the demo: a role at an organisation."""

    username: str
    display_name: str
    role: str
    role_zh: str
    role_en: str
    organisation_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoCustomer:
    """A customer of the town who uses the portal; ``phone`` is the one on her file."""

    username: str
    account_no: str
    phone: str
    role_zh: str
    role_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoLogin:
    """One line of the table that the launcher prints."""

    username: str
    password: str
    role_zh: str
    role_en: str
    organisation: str
    site: str

    @property
    def role(self) -> str:
        """The role in both languages, with the place of work."""
        return f"{self.role_zh} · {self.role_en} ({self.organisation})"


def _staff(username: str, name: str, role: str, zh: str, en: str, unit: str) -> Person:
    return Person(
        username=username, display_name=name, role=role, role_zh=zh, role_en=en,
        organisation_code=unit,
    )  # fmt: skip


STAFF: tuple[Person, ...] = (
    _staff("clerk-zj", "林晓雯", "HALL_CLERK", "营业员", "Hall clerk", "1101"),
    _staff("clerk-hb", "罗家辉", "HALL_CLERK", "营业员", "Hall clerk", "2101"),
    _staff("cashier-zj", "方敏", "CASHIER", "收费员", "Cashier", "1101"),
    _staff("agent-zj", "夏雨桐", "HOTLINE_AGENT", "95598座席", "95598 agent", "1091"),
    _staff("reader-zj", "潘志强", "METER_READER", "抄表员", "Meter reader", "1102"),
    _staff("billing", "沈静", "BILLING_CLERK", "电费核算员", "Billing clerk", "00"),
    _staff("billing-zj", "陆文博", "BILLING_CLERK", "电费核算员", "Billing clerk", "10"),
    _staff("billing-hb", "熊丽华", "BILLING_CLERK", "电费核算员", "Billing clerk", "20"),
    _staff("approver", "韩立", "BILLING_APPROVER", "核算审批人", "Billing approver", "00"),
    _staff("director", "梁国栋", "DIRECTOR", "主任", "Director", "00"),
    _staff("auditor", "曾婉清", "AUDITOR", "稽核员", "Auditor", "00"),
    _staff("admin", "马骏", "ADMINISTRATOR", "系统管理员", "Administrator", "00"),
    _staff("steward", "苏芮", "CUSTOMER_STEWARD", "客户档案管理员", "Customer file steward", "00"),
    _staff(
        "steward-zj", "叶青", "CUSTOMER_STEWARD", "客户档案管理员", "Customer file steward", "10"
    ),
    _staff("privacy", "秦岚", "PRIVACY_OFFICER", "个人信息保护专员", "Personal data officer", "00"),
    _staff("comms", "谢天宇", "COMMUNICATIONS", "客户沟通专员", "Customer communications", "00"),
    _staff("security", "高远", "SECURITY_OFFICER", "安全管理员", "Security officer", "00"),
    _staff("service-zj", "顾晨曦", "SERVICE_HANDLER", "客户服务处理", "Service handler", "10"),
    _staff("quality-zj", "严峻", "QUALITY_HANDLER", "质量管理处理", "Quality handler", "10"),
    _staff("price-zj", "金书瑶", "PRICE_HANDLER", "价格管理处理", "Price handler", "10"),
    _staff("legal-zj", "祝明远", "LEGAL_HANDLER", "政策法规处理", "Policy and legal handler", "10"),
    _staff("crew-zj", "雷大勇", "REPAIR_CREW", "抢修人员", "Repair crew", "1104"),
    _staff("service-hb", "石小川", "SERVICE_HANDLER", "客户服务处理", "Service handler", "20"),
    _staff("supervisor", "温如玉", "SERVICE_SUPERVISOR", "服务主管", "Service supervisor", "00"),
    _staff("supervisor-zj", "白璐", "SERVICE_SUPERVISOR", "服务主管", "Service supervisor", "10"),
    _staff(
        "reports",
        "柯正",
        "REPORT_OFFICER",
        "举报受理人",
        "Officer for reports of wrongdoing",
        "00",
    ),
    _staff(
        "reports-zj",
        "沈立",
        "REPORT_OFFICER",
        "举报受理人",
        "Officer for reports of wrongdoing",
        "10",
    ),
    _staff(
        "inspector", "岳思宁", "QUALITY_INSPECTOR", "服务质检员", "Service quality inspector", "00"
    ),
    _staff("process", "康逸凡", "PROCESS_MANAGER", "流程管理员", "Process manager", "00"),
    _staff("tariffs", "陶然", "TARIFF_EDITOR", "电价编制员", "Tariff editor", "00"),
    _staff("tariffs-approver", "董若谷", "TARIFF_APPROVER", "电价审批人", "Tariff approver", "00"),
)

#: A home with time of use that reaches the third tier, and a factory billed by demand.
CUSTOMERS: tuple[DemoCustomer, ...] = (
    DemoCustomer(
        username="home", account_no="3311011114", phone="15400000007", role_zh="居民客户",
        role_en="Customer, a home",
    ),
    DemoCustomer(
        username="factory", account_no="4221000125976", phone="15400000589",
        role_zh="企业客户", role_en="Customer, a factory",
    ),
)  # fmt: skip
