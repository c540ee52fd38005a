"""Checks inside one row of a customer file: columns that must fit each other."""

from __future__ import annotations

from decimal import Decimal

from gridhall.foundation.imports.sheets import Row
from gridhall.kernel import codes
from gridhall.kernel.errors import InvalidCode

from ..price_classes import RULES, PriceClassRule
from ._common import check_price_class

PROVINCE_PREFIX = {"浙江": "33", "湖北": "42"}
_CHECK_CHARACTER = {"the check character does not fit", "the organisation code inside does not fit"}


def check(row: Row) -> None:
    """Refuse the row where its columns contradict each other."""
    _check_account_and_province(row)
    _check_document(row)
    check_price_class(row)
    rule = RULES.get(row.values.get("price_class") or "")
    if rule is not None and _fits_customer(row, rule):
        _check_voltage(row, rule)
        _check_method(row, rule)
    _check_demand(row)


def _check_account_and_province(row: Row) -> None:
    if row.has("account_no", "province"):
        expected = PROVINCE_PREFIX[row.values["province"]]
        if not row.values["account_no"].startswith(expected):
            row.refuse("account_no", "ACCOUNT_NO_PROVINCE")


def _check_document(row: Row) -> None:
    """GB 11643 for identity cards, GB 32100 for credit codes; the area list is not asked."""
    if not row.has("id_doc_kind", "id_doc_no"):
        return
    is_person = row.values["id_doc_kind"] == "RESIDENT_ID"
    verify = codes.check_resident_id if is_person else codes.check_credit_code
    try:
        row.values["id_doc_no"] = verify(row.values["id_doc_no"])
    except InvalidCode as error:
        prefix = "RESIDENT_ID" if is_person else "CREDIT_CODE"
        mistyped = error.params["reason"] in _CHECK_CHARACTER
        row.refuse("id_doc_no", f"{prefix}_{'CHECK_CHARACTER' if mistyped else 'INVALID'}")
        row.values["id_doc_no"] = None


def _fits_customer(row: Row, rule: PriceClassRule) -> bool:
    """Whether the class is one of the province and the category; else say so, and nothing more."""
    fits = True
    if row.has("province") and row.values["province"] != rule.province:
        row.refuse("price_class", "PRICE_CLASS_NOT_IN_PROVINCE")
        fits = False
    if row.has("category") and row.values["category"] not in rule.categories:
        row.refuse("price_class", "PRICE_CLASS_NOT_FOR_CATEGORY")
        fits = False
    return fits


def _check_voltage(row: Row, rule: PriceClassRule) -> None:
    if row.has("voltage") and row.values["voltage"] not in rule.voltages:
        row.refuse("voltage", "VOLTAGE_UNFIT", allowed=", ".join(sorted(rule.voltages)))


def _check_method(row: Row, rule: PriceClassRule) -> None:
    if row.has("billing_method") and row.values["billing_method"] not in rule.methods:
        row.refuse("billing_method", "BILLING_METHOD_UNFIT")


def _check_demand(row: Row) -> None:
    """Billing by demand needs a contract demand, at most the whole capacity.

    A kVA can carry at most one kW, and motors connected directly are counted with the
    transformers (发改价格〔2023〕526号), so more than both together is a slip of the pen.
    """
    if row.values.get("billing_method") != "TWO_PART_DEMAND":
        return
    if not row.has("contract_demand_kw"):
        if not row.cells.get("contract_demand_kw", "").strip():
            row.refuse("contract_demand_kw", "DEMAND_MISSING")
        return
    if row.has("contracted_capacity_kva"):
        motors = row.values.get("hv_motor_kw") or Decimal(0)
        limit = row.values["contracted_capacity_kva"] + motors
        if row.values["contract_demand_kw"] > limit:
            row.refuse("contract_demand_kw", "DEMAND_IMPLAUSIBLE", limit=f"{limit:f}")
