"""What leaves or enters the machine: signed and sealed packages on a stick, and spreadsheets."""
