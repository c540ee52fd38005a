"""The words of the files and the codes they stand for."""

from __future__ import annotations

from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")

LEVELS = {
    "总部": "HEADQUARTERS",
    "区域中心": "REGIONAL_CENTRE",
    "95598": "HOTLINE",
    "供电所": "SERVICE_POINT",
    "营业厅": "SERVICE_POINT",
    "班组": "TEAM",
}
CATEGORIES = {
    "居民": "RESIDENTIAL",
    "一般工商业": "COMMERCIAL",
    "大工业": "LARGE_INDUSTRY",
    "公共机构": "PUBLIC_INSTITUTION",
    "农业": "AGRICULTURE",
}
DOCUMENT_KINDS = {"居民身份证": "RESIDENT_ID", "统一社会信用代码": "CREDIT_CODE"}
PROVINCES = {"浙江": "浙江", "湖北": "湖北"}
VOLTAGES = {v: v for v in ("220V", "380V", "10kV", "20kV", "35kV", "110kV", "220kV")}
BILLING_METHODS = {
    "energy_only": "ENERGY_ONLY",
    "single": "SINGLE_PART",
    "two_capacity": "TWO_PART_CAPACITY",
    "two_demand": "TWO_PART_DEMAND",
}
YES_NO = {"Y": True, "N": False, "是": True, "否": False}
ACCOUNT_STATUS = {"在用": "ACTIVE", "销户": "CLOSED"}
IMPORTANT_GRADES = {"一级": "FIRST", "二级": "SECOND", "临时性": "TEMPORARY"}
CARE_FLAGS = {word: word for word in ("高龄", "残障", "独居老人", "生命支持设备")}
PF_STANDARDS = ("0.90", "0.85", "0.80")
POINT_ROLES = {"ordinary": "ORDINARY", "master": "MASTER", "sub": "SUB", "ratio": "RATIO"}
METERING_MODES = {
    "高供高计": "HV_SUPPLY_HV_METER",
    "高供低计": "HV_SUPPLY_LV_METER",
    "低供低计": "LV_SUPPLY_LV_METER",
    "定比": "RATIO",
}
METER_STATUS = {"运行": "运行", "拆回": "拆回"}
REGISTERS = {
    "fwd_active_total": "kWh",
    "fwd_active_sharp": "kWh",
    "fwd_active_peak": "kWh",
    "fwd_active_flat": "kWh",
    "fwd_active_valley": "kWh",
    "fwd_reactive": "kvarh",
    "max_demand": "kW",
}
READ_SOURCES = {"remote": "REMOTE", "manual": "MANUAL"}
READ_REASONS = {
    "normal": "NORMAL",
    "install": "INSTALL",
    "replace_out": "REPLACE_OUT",
    "replace_in": "REPLACE_IN",
}
CHANGE_KINDS = {"暂停": "SUSPENSION", "增容": "INCREASE"}
