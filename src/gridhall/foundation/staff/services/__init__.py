"""Everything the company does with its people, their rights and its units: checked and audited.

``foundation.identity`` keeps the rules of the data; here stand who may do it, the second person,
the messages, and the audit trail field by field.
"""
