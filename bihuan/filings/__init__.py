"""检查备案: a campaign's inspections of enterprises are approved, filed and published first.

国办发〔2024〕54号: special inspections are strictly controlled and filed, the items are published,
and only an administrative organ inspects. Patrols, guidance and services are something else.
"""
