"""The provider of the demo: takes everything in, and shows it on a screen of the demo.

Each call is signed and verified as over the network, so the demo proves the same code.
"""

from __future__ import annotations

from dataclasses import dataclass

from gridhall.foundation.messages import addresses
from gridhall.foundation.messages.models import SimulatedMessage

from . import signatures
from .base import ACCEPTED, Outgoing, Result
from .sms import parts_of

KEY = "demo only: signs nothing that leaves this machine"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoWay:
    """Keeps the message where the demo's telephone shows it; a repeated call shows once."""

    channel: str
    repeatable: bool = True
    concurrent: bool = False

    def send(self, message: Outgoing) -> Result:
        """Take one message in."""
        body = message.body.encode()
        signature = signatures.sign(body, key=KEY, at=message.at)
        signatures.verify(body, key=KEY, signature=signature, at=message.at)
        SimulatedMessage.objects.bulk_create(
            [
                SimulatedMessage(
                    token=message.token, channel=self.channel, address=message.address,
                    address_index=addresses.index_of(self.channel, message.address),
                    title=message.title, body=message.body, received_at=message.at,
                )
            ],
            ignore_conflicts=True,
        )  # fmt: skip
        parts = parts_of(message.body) if self.channel == "SMS" else 1
        return Result(outcome=ACCEPTED, provider_id=f"demo-{message.token}", parts=parts)
