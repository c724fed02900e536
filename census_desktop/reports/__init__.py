"""Papers as plain data: what stands on them, in which order. Knows nothing of fonts, pages or Qt."""
