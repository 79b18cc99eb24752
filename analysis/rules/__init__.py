"""Pure rules on plain values: notice dates, lock-in, concentration, exposure, scenarios; no database, no clock."""
