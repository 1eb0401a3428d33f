"""Bihuan 闭环: work-safety plans that run from document to bulletin."""
