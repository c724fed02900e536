"""Paper: measured placements of a report document, painted the same way for preview, printer and PDF."""
