"""Customers and records out of CSV and Excel files: every bad row told with its line and reason."""

from huashu.store.importing.bring import Imported, import_customers, import_records
from huashu.store.importing.table import Rejected

__all__ = ["Imported", "Rejected", "import_customers", "import_records"]
