"""A unit of work: every repository over one transaction."""

from sqlalchemy.orm import Session

from huashu.store import repositories as of
from huashu.store.vault import Vault


class Unit:
    """The repositories of one transaction. What one of them wrote the others see; nobody else does before the end."""

    def __init__(self, session: Session, vault: Vault) -> None:
        self.customers = of.Customers(session, vault)
        self.calls = of.Calls(session, vault)
        self.findings = of.Findings(session, vault)
        self.edits = of.Edits(session, vault)
        self.orders = of.Orders(session, vault)
        self.contacts = of.Contacts(session, vault)
        self.revisits = of.Revisits(session, vault)
        self.call_backs = of.CallBacks(session, vault)
        self.reports = of.Reports(session, vault)
        self.blocks = of.Blocks(session, vault)
        self.recordings = of.Recordings(session, vault)
        self.consents = of.Consents(session, vault)
        self.outbox = of.Outbox(session, vault)
        self.audit = of.Audit(session, vault)
