"""What a browser says of itself, in a few words."""

from __future__ import annotations

import ipaddress

#: Sought in this order: Edge and Opera also call themselves Chrome, Chrome also Safari.
BROWSERS = (
    ("MicroMessenger", "WeChat"), ("DingTalk", "DingTalk"), ("AlipayClient", "Alipay"),
    ("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("QQBrowser", "QQ Browser"),
    ("HuaweiBrowser", "Huawei Browser"), ("Chrome", "Chrome"), ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"),
    ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def label_of(user_agent: str) -> str:
    """Return ``Chrome · Windows``; what cannot be told apart stays out (may be empty)."""
    found = [
        next((name for mark, name in table if mark in user_agent), "")
        for table in (BROWSERS, SYSTEMS)
    ]
    return " · ".join(part for part in found if part)


def is_handheld(user_agent: str) -> bool:
    """Tell whether the browser runs on a phone or tablet."""
    return any(mark in user_agent for mark in ("Mobile", "iPhone", "iPad", "Android", "HarmonyOS"))


def network_of(address: str) -> str:
    """Return the network of an address, without the part that names one line: 203.0.113.*."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if ip.version == 4:
        return address.rpartition(".")[0] + ".*"
    return str(ipaddress.ip_network(f"{ip}/48", strict=False).network_address) + "*"
