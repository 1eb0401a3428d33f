"""模型建议: more items for a draft, proposed by a language model that an office runs itself.

Off unless an address is set. Whatever a model says is only ever a proposal that quotes the plan
word for word, and waits for a person.
"""
