"""The reasons of this trade for which a row is refused or noticed."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from gridhall.foundation.imports.fault_kinds import FaultKind

KINDS: tuple[FaultKind, ...] = (
    FaultKind(
        "ACCOUNT_NO_NOT_DIGITS",
        gettext_noop("An account number has digits only."),
        gettext_noop("Correct the account number."),
    ),
    FaultKind(
        "ACCOUNT_NO_LENGTH",
        gettext_noop("The account number has the wrong length: Zhejiang 10 digits, Hubei 13."),
        gettext_noop("Compare it with the bill or contract; leading digits may be lost."),
    ),
    FaultKind(
        "ACCOUNT_NO_PROVINCE",
        gettext_noop("The first two digits of the account number do not fit the province."),
        gettext_noop("Correct the account number or the province."),
    ),
    FaultKind(
        "ACCOUNT_NO_CHECK_DIGIT",
        gettext_noop("The check digit of the account number does not fit: a digit is mistyped."),
        gettext_noop("Compare the account number with the customer's bill or contract."),
    ),
    FaultKind(
        "ACCOUNT_NO_HALL",
        gettext_noop("Digits 3 and 4 of the account number name another service point."),
        gettext_noop("Correct the account number or the organisation."),
    ),
    FaultKind(
        "ASSET_NO_INVALID",
        gettext_noop("An asset number has 22 digits."),
        gettext_noop("Compare it with the bar code on the meter."),
    ),
    FaultKind(
        "ASSET_NO_CHECK_DIGIT",
        gettext_noop("The check digit of the asset number does not fit: a digit is mistyped."),
        gettext_noop("Compare it with the bar code on the meter."),
    ),
    FaultKind(
        "RESIDENT_ID_INVALID",
        gettext_noop("This is no resident identity number: 18 characters with a real birth date."),
        gettext_noop("Compare it with the identity card."),
    ),
    FaultKind(
        "RESIDENT_ID_CHECK_CHARACTER",
        gettext_noop("The check character does not fit: the identity number is mistyped."),
        gettext_noop("Compare it with the identity card."),
    ),
    FaultKind(
        "CREDIT_CODE_INVALID",
        gettext_noop("This is not a unified social credit code (18 characters)."),
        gettext_noop("Compare it with the business licence."),
    ),
    FaultKind(
        "CREDIT_CODE_CHECK_CHARACTER",
        gettext_noop("The check character does not fit: the credit code is mistyped."),
        gettext_noop("Compare it with the business licence."),
    ),
    FaultKind(
        "DOCUMENT_OTHER_NAME",
        gettext_noop("This identity document is on file under another name."),
        gettext_noop("Check name and number with the document itself; correct the wrong one."),
    ),
    FaultKind(
        "DOCUMENT_OTHER_NAME_IN_FILE",
        gettext_noop("This identity document stands in row {other_row} under another name."),
        gettext_noop("Check name and number with the document itself; correct the wrong one."),
    ),
    FaultKind(
        "PHONE_INVALID",
        gettext_noop("This is not a telephone number."),
        gettext_noop("Write 11 digits for a mobile phone, or area code and number."),
    ),
    FaultKind(
        "PHONE_NOTATION",
        gettext_noop("Country code and separators of the telephone number were left out."),
        gettext_noop("Nothing to do; check what was stored."),
    ),
    FaultKind(
        "CATEGORY_UNKNOWN",
        gettext_noop("This customer category does not exist."),
        gettext_noop("Use one of: {allowed}."),
    ),
    FaultKind(
        "ORGANISATION_UNKNOWN",
        gettext_noop("There is no organisation with this code."),
        gettext_noop("Correct the code, or import the organisation first."),
    ),
    FaultKind(
        "ORGANISATION_NOT_YOURS",
        gettext_noop("This belongs to an organisation outside your area."),
        gettext_noop("Ask the regional centre in charge to import the row."),
    ),
    FaultKind(
        "LEVEL_UNFIT",
        gettext_noop("Only headquarters has no unit above it, and every other unit needs one."),
        gettext_noop("Correct the level or the code of the unit above."),
    ),
    FaultKind(
        "PRICE_CLASS_UNKNOWN",
        gettext_noop("This price class does not exist."),
        gettext_noop("Use one of: {allowed}."),
    ),
    FaultKind(
        "PRICE_CLASS_NOT_IN_PROVINCE",
        gettext_noop("This price class does not exist in the customer's province."),
        gettext_noop("Choose a price class of the province."),
    ),
    FaultKind(
        "PRICE_CLASS_NOT_FOR_CATEGORY",
        gettext_noop("This price class does not fit the customer category."),
        gettext_noop("Correct the price class or the category."),
    ),
    FaultKind(
        "VOLTAGE_UNFIT",
        gettext_noop("This voltage does not fit the price class (it fits {allowed})."),
        gettext_noop("Correct the voltage or the price class."),
    ),
    FaultKind(
        "BILLING_METHOD_UNFIT",
        gettext_noop("This billing method does not fit the price class."),
        gettext_noop("Correct the billing method or the price class."),
    ),
    FaultKind(
        "DEMAND_MISSING",
        gettext_noop("Billing by demand needs the contract demand."),
        gettext_noop("Fill in the contract demand in kW, or bill by capacity."),
    ),
    FaultKind(
        "DEMAND_IMPLAUSIBLE",
        gettext_noop("The contract demand is above the whole capacity ({limit} kVA)."),
        gettext_noop("Correct the contract demand or the capacity."),
    ),
    FaultKind(
        "ALREADY_ON_FILE",
        gettext_noop("This account is on file already with other data, which is not overwritten."),
        gettext_noop("To change a customer, open the customer file; otherwise delete the row."),
    ),
    FaultKind(
        "SUPPLY_POINT_SHARED",
        gettext_noop("Another account is supplied at this point already."),
        gettext_noop("Nothing to do if one is metered behind the other; else correct the number."),
    ),
    FaultKind(
        "SUPPLY_POINT_SHARED_IN_FILE",
        gettext_noop("The account in row {other_row} is supplied at this point too."),
        gettext_noop("Nothing to do if one is metered behind the other; else correct the number."),
    ),
    FaultKind(
        "SUPPLY_POINT_UNKNOWN",
        gettext_noop("There is no such supply point."),
        gettext_noop("Correct the number, or import the customer first."),
    ),
    FaultKind(
        "SUPPLY_POINT_OTHER_ACCOUNT",
        gettext_noop("The supply point belongs to another account."),
        gettext_noop("Correct the supply point or the account number."),
    ),
    FaultKind(
        "ACCOUNT_UNKNOWN",
        gettext_noop("There is no such account."),
        gettext_noop("Correct the account number, or import the customer first."),
    ),
    FaultKind(
        "POINT_UNKNOWN",
        gettext_noop("There is no such metering point."),
        gettext_noop("Correct the number, or import the metering point first."),
    ),
    FaultKind(
        "POINT_OTHER_ACCOUNT",
        gettext_noop("The metering point belongs to another account."),
        gettext_noop("Correct the metering point or the account number."),
    ),
    FaultKind(
        "PARENT_UNFIT",
        gettext_noop("Sub-meter and ratio share need a metering point above; others have none."),
        gettext_noop("Correct the role or the metering point above."),
    ),
    FaultKind(
        "RATIO_UNFIT",
        gettext_noop("A ratio share needs a percentage from above 0 to 100; others have none."),
        gettext_noop("Correct the role or the percentage."),
    ),
    FaultKind(
        "METER_UNKNOWN",
        gettext_noop("There is no such meter."),
        gettext_noop("Correct the asset number, or import the meter first."),
    ),
    FaultKind(
        "METER_NOT_THERE",
        gettext_noop("The meter was never installed at this metering point."),
        gettext_noop("Correct the meter or the metering point."),
    ),
    FaultKind(
        "MULTIPLIER_UNFIT",
        gettext_noop("The multiplier is not the product of the transformer ratios ({product})."),
        gettext_noop("Correct the ratios or the multiplier."),
    ),
    FaultKind(
        "RATIO_NOTATION",
        gettext_noop("A transformer ratio is written like 100/5."),
        gettext_noop("Correct the ratio, or leave it empty."),
    ),
    FaultKind(
        "REMOVED_BEFORE_INSTALLED",
        gettext_noop("The meter is removed before it is installed."),
        gettext_noop("Correct the dates."),
    ),
    FaultKind(
        "UNIT_UNFIT",
        gettext_noop("This register is measured in {unit}."),
        gettext_noop("Correct the register or the unit."),
    ),
    FaultKind(
        "READING_TOO_LARGE",
        gettext_noop("The register of this meter has only {digits} digits before the point."),
        gettext_noop("Correct the reading."),
    ),
    FaultKind(
        "SIGN_UNFIT",
        gettext_noop("A suspension takes capacity away (below zero), an increase adds it."),
        gettext_noop("Correct the kind or the sign."),
    ),
    FaultKind(
        "RESTORED_BEFORE_START",
        gettext_noop("The capacity is restored before it is sealed."),
        gettext_noop("Correct the dates."),
    ),
    FaultKind(
        "CONFLICT",
        gettext_noop("The row contradicts what is stored already."),
        gettext_noop("Compare the row with what is stored; correct the one that is wrong."),
    ),
)  # fmt: skip
