"""The window: pages, forms, lists and dialogs. The only room besides printing that knows Qt."""
