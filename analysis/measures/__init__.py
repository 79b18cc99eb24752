"""The rules applied to the warehouse: every part of figures.json, with what is unknown and why."""
