"""Receipts: the PDF and the code on it that anybody can check."""

from gridhall.receivables.receipts._codes import receipt_no_of, verification_code
from gridhall.receivables.receipts._pdf import ReceiptData, render_receipt

__all__ = ["ReceiptData", "receipt_no_of", "render_receipt", "verification_code"]
