"""Made-up but believable people of Kỳ Anh, for demonstration, tests and benchmarks. No real person is in here."""
