"""The sample blog: its source, and the forms in which Blogger hands it out."""
