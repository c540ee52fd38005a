"""What the company tells people, by which way, and what became of it."""

from .campaigns import Campaign
from .choices import OUTSIDE, Channel, Purpose
from .deliveries import Attempt, Delivery
from .inbound import InboundMessage
from .message import Message
from .preferences import Preference, Suppression
from .rules import ChannelPrice, PurposeRule
from .simulated import SimulatedMessage
from .templates import TemplateVersion

__all__ = [
    "OUTSIDE",
    "Attempt",
    "Campaign",
    "Channel",
    "ChannelPrice",
    "Delivery",
    "InboundMessage",
    "Message",
    "Preference",
    "Purpose",
    "PurposeRule",
    "SimulatedMessage",
    "Suppression",
    "TemplateVersion",
]
