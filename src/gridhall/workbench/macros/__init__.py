"""Prepared texts (快捷短语): the list, one of them with its versions, new ones, changes."""
