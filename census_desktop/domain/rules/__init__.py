"""The rules a slip and a household are held against, by subject; `book` lists them all."""
